import { afterEach, describe, expect, it } from 'vitest';
import { clips, openRawClient, QUICK, silence, typesOf, type RawClient } from './call.fixture';
import { startRealtimeSimulator, type RealtimeSimulator, type RealtimeSimulatorOptions } from './realtime-simulator';

const simulators: RealtimeSimulator[] = [];
afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.close();
});

async function open(options: Partial<RealtimeSimulatorOptions> = {}): Promise<{ client: RawClient; url: string }> {
  const simulator = await startRealtimeSimulator({ clips, pace: QUICK, ...options });
  simulators.push(simulator);
  return { client: await openRawClient(`${simulator.url}?intent=transcription`), url: simulator.url };
}

const SESSION = {
  type: 'transcription',
  audio: {
    input: {
      format: { type: 'audio/pcmu' },
      transcription: { model: 'gpt-transcribe', languages: ['en'] },
      turn_detection: { type: 'server_vad', silence_duration_ms: 500 },
    },
  },
};

describe('a session that only transcribes', () => {
  it('hears utterance by utterance, writes each down, and says nothing', async () => {
    const { client } = await open();
    expect(await client.until('session.created')).toMatchObject({
      session: { type: 'transcription', audio: { input: { format: { type: 'audio/pcm' }, transcription: null } } },
    });
    client.send({ type: 'session.update', session: SESSION });
    expect(await client.until('session.updated')).toMatchObject({ session: SESSION });
    client.say(silence(200), clips.audio('dana-hello'), silence(700), clips.audio('dana-refund'), silence(700));
    for (const name of ['dana-hello', 'dana-refund'])
      await client.until(
        (event) =>
          event.type === 'conversation.item.input_audio_transcription.completed' &&
          event['transcript'] === clips.text(name),
      );
    expect(typesOf(client.events).filter((type) => type.startsWith('response.'))).toEqual([]);
    expect(typesOf(client.events).slice(0, 8)).toEqual([
      'session.created',
      'session.updated',
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
      'input_audio_buffer.speech_started',
    ]);
  });

  it.each([
    [{ type: 'session.update', session: { ...SESSION, type: 'realtime' } }, 'session.type'],
    [{ type: 'session.update', session: { ...SESSION, instructions: 'Talk' } }, 'session.instructions'],
    [{ type: 'response.create' }, 'type'],
    [{ type: 'conversation.item.create', item: {} }, 'type'],
    [{ type: 'input_audio_buffer.append' }, 'audio'],
  ])('refuses %j', async (command, param) => {
    const { client } = await open();
    client.send(command);
    expect(await client.until('error')).toMatchObject({ error: { type: 'invalid_request_error', param } });
    client.send('no json');
    await client.until((event) => JSON.stringify(event).includes('invalid_event'));
  });

  it('is refused together with a model, and for any other intent', async () => {
    const { url } = await open();
    for (const query of ['intent=transcription&model=gpt-realtime-2.1', 'intent=translation', 'call_id=rtc_1'])
      await expect(openRawClient(`${url}?${query}`)).rejects.toThrow('400');
  });
});
