import { afterEach, describe, expect, it } from 'vitest';
import { call, clips, field, hangUpAll, QUICK, sayClip, silence } from '../call.fixture';
import { readWatermarks, watermarkDialogue } from '../dialogue/watermark';

afterEach(hangUpAll);

describe('an interruption', () => {
  async function interrupted(timesRealTime: number) {
    const context = await call({
      pace: { ...QUICK, timesRealTime, lateDeltas: 3 },
      dialogue: (session) => watermarkDialogue(session, [8000]),
    });
    const { client } = context;
    client.send({ type: 'response.create' });
    await client.until('response.output_audio.delta');
    return context;
  }

  it('cancels what is being generated, after a few late deltas', async () => {
    const { client } = await interrupted(4);
    sayClip(client, 'anna-interrupt-one');
    const started = await client.until('input_audio_buffer.speech_started');
    const done = await client.until('response.done');
    const between = client.events.slice(client.events.indexOf(started), client.events.indexOf(done));
    const deltas = between.filter(({ type }) => type === 'response.output_audio.delta');
    expect(deltas).toHaveLength(3);
    expect(done).toMatchObject({
      response: { status: 'cancelled', status_details: { type: 'cancelled', reason: 'turn_detected' } },
    });
    const tail = between.slice(between.lastIndexOf(deltas[2] ?? done) + 1).map(({ type }) => type);
    expect(tail.filter((type) => type.startsWith('response.') || type.startsWith('conversation.item.done'))).toEqual([
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'response.output_item.done',
    ]);
    const again = await client.until('response.created', client.events.indexOf(done));
    expect(field(again, 'response', 'id')).not.toBe(field(done, 'response', 'id'));
  });

  it('has no response.done when everything had been generated', async () => {
    const { client } = await interrupted(1000);
    await client.until('rate_limits.updated');
    const since = client.events.length;
    client.say(silence(200), clips.audio('anna-hello'));
    await client.until('input_audio_buffer.speech_started', since);
    client.send({ type: 'session.update', session: { type: 'realtime' } });
    await client.until('session.updated', since);
    expect(client.events.slice(since).map(({ type }) => type)).toEqual([
      'input_audio_buffer.speech_started',
      'session.updated',
    ]);
  });

  it('before anything was generated is empty and free', async () => {
    const { client } = await call({ pace: { ...QUICK, thinkingMs: 60_000 } });
    client.send({ type: 'response.create' });
    await client.until('response.created');
    client.say(silence(200), clips.audio('anna-hello'));
    expect(await client.until('response.done')).toMatchObject({
      response: { status: 'cancelled', output: [], usage: { total_tokens: 0 } },
    });
  });

  it('truncates within what was generated only, and forgets the words', async () => {
    const { client } = await interrupted(1000);
    await client.until('response.done');
    const itemId = field(await client.until('response.output_item.done'), 'item', 'id');
    const truncate = (audio_end_ms: number): object => ({
      type: 'conversation.item.truncate',
      event_id: 't1',
      item_id: itemId,
      content_index: 0,
      audio_end_ms,
    });
    client.send(truncate(8001));
    expect((await client.until('error'))['error']).toMatchObject({
      type: 'invalid_request_error',
      message: 'Audio content of 8000ms is already shorter than 8001ms',
      event_id: 't1',
    });
    client.send(truncate(1500));
    expect(await client.until('conversation.item.truncated')).toMatchObject({ item_id: itemId, audio_end_ms: 1500 });
    client.send({ type: 'conversation.item.retrieve', item_id: itemId });
    const content = field(await client.until('conversation.item.retrieved'), 'item', 'content', '0');
    expect(field(content, 'transcript')).toBeUndefined();
    const kept = readWatermarks(Buffer.from(String(field(content, 'audio')), 'base64'));
    expect([kept.length, kept.at(-1)?.ms]).toEqual([1500, 1499]);
    const since = client.events.length;
    client.send(truncate(1501));
    await client.until('error', since);
    client.send({ ...truncate(0), item_id: 'item_nobody' });
    await client.until((event) => field(event, 'error', 'code') === 'item_truncate_invalid_item_id');
  });

  it('truncates what is still arriving, and late deltas do not bring it back', async () => {
    const { client } = await call({
      pace: { ...QUICK, timesRealTime: 4, lateDeltas: 3, lateDeltaMs: 40 },
      dialogue: (session) => watermarkDialogue(session, [8000]),
    });
    client.send({ type: 'response.create' });
    const { item_id } = await client.until('response.output_audio.delta');
    client.say(silence(200), clips.audio('anna-hello'));
    await client.until('input_audio_buffer.speech_started');
    client.send({ type: 'conversation.item.truncate', item_id, content_index: 0, audio_end_ms: 60 });
    const truncated = await client.until('conversation.item.truncated');
    const done = await client.until('response.done');
    const between = client.events.slice(client.events.indexOf(truncated), client.events.indexOf(done));
    expect(between.some(({ type }) => type === 'response.output_audio.delta')).toBe(true);
    client.send({ type: 'conversation.item.retrieve', item_id });
    const content = field(await client.until('conversation.item.retrieved'), 'item', 'content', '0');
    expect(field(content, 'transcript')).toBeUndefined();
    expect(readWatermarks(Buffer.from(String(field(content, 'audio')), 'base64'))).toHaveLength(60);
  });

  it('refuses to truncate what is no audio of the model', async () => {
    const { client } = await call();
    sayClip(client, 'anna-hello');
    const itemId = (await client.until('input_audio_buffer.committed'))['item_id'];
    client.send({ type: 'conversation.item.truncate', item_id: itemId, content_index: 0, audio_end_ms: 0 });
    expect((await client.until('error'))['error']).toMatchObject({
      code: 'unsupported_content_type',
      message: 'Only model output audio messages can be truncated',
    });
  });

  it('keeps the voice once it has been heard', async () => {
    const { client } = await interrupted(1000);
    const voice = (name: string): object => ({
      type: 'session.update',
      session: { type: 'realtime', audio: { output: { voice: name } } },
    });
    client.send(voice('cedar'));
    expect((await client.until('error'))['error']).toMatchObject({
      code: 'cannot_update_voice',
      message: "Cannot update a conversation's voice if assistant audio is present.",
    });
    client.send(voice('marin'));
    await client.until('session.updated', client.events.length);
  });
});
