import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../clock';
import {
  audioOf,
  call,
  clips,
  field,
  hangUpAll,
  openRawClient,
  QUICK,
  sayClip,
  silence,
  typesOf,
} from './call.fixture';
import { SHOP_LINES } from './dialogue/shop-dialogue';
import type { Faults } from './faults';
import { startRealtimeSimulator } from './realtime-simulator';

afterEach(hangUpAll);

const macrotask = (): Promise<false> =>
  new Promise((resolve) => {
    setImmediate(() => resolve(false));
  });
const faulty = (faults: Faults) => call({ faults: () => faults });
const sayExactly = (text: string): object => ({
  type: 'response.create',
  response: { instructions: `Say exactly: ${text}` },
});

describe('a faulty session', () => {
  it('accepts late, or never', async () => {
    const clock = new ManualClock();
    const simulator = await startRealtimeSimulator({ clips, clock, faults: () => ({ acceptsAfterMs: 1000 }) });
    const opening = openRawClient(`${simulator.url}?model=gpt-realtime-2.1`);
    while (clock.nowMs() < 1000) {
      expect(simulator.sessions).toHaveLength(0);
      await macrotask();
      clock.advance(1);
    }
    for (let open = false; !open;) {
      clock.advance(1000);
      open = await Promise.race([opening.then(() => true), macrotask()]);
    }
    await simulator.close();
    expect((await (await opening).closed).code).toBe(1001);
  });

  it('refuses every update and stays on its defaults', async () => {
    const simulator = await startRealtimeSimulator({ clips, faults: () => ({ rejectsUpdate: true }) });
    const client = await openRawClient(`${simulator.url}?model=gpt-realtime-2.1`);
    client.send({ type: 'session.update', event_id: 'cfg', session: { type: 'realtime', instructions: 'x' } });
    expect(await client.until('error')).toMatchObject({ error: { code: 'invalid_value', event_id: 'cfg' } });
    expect(simulator.sessions[0]?.config.instructions).not.toBe('x');
    await simulator.close();
  });

  it('drops the connection in the middle of an answer', async () => {
    const { client, session } = await faulty({ dropsAfterAudioMs: 1500 });
    client.send(sayExactly(SHOP_LINES.blue));
    expect((await client.closed).code).toBe(1006);
    expect(audioOf(client.events).length / 8).toBeLessThan(3000);
    expect(client.events.some(({ type }) => type === 'response.done')).toBe(false);
    await expect.poll(() => session.closeCode).toBe(1006);
  });

  it('never answers, and the turn goes on', async () => {
    const { client } = await faulty({ neverAnswers: 'at-all' });
    sayClip(client, 'anna-hello');
    await client.until('conversation.item.input_audio_transcription.completed');
    expect(client.events.some(({ type }) => type.startsWith('response.'))).toBe(false);
  });

  it('begins an answer that never comes, until it is cancelled', async () => {
    const { client } = await faulty({ neverAnswers: 'after-created' });
    sayClip(client, 'anna-hello');
    await client.until('response.created');
    client.send({ type: 'response.cancel' });
    expect(await client.until('response.done')).toMatchObject({ response: { status: 'cancelled', output: [] } });
  });

  it('fails the first responses', async () => {
    const { client } = await faulty({ failsResponses: { count: 1, code: 'inference_rate_limit_exceeded' } });
    client.send({ type: 'response.create' });
    expect(await client.until('response.done')).toMatchObject({
      response: {
        status: 'failed',
        status_details: { type: 'failed', error: { code: 'inference_rate_limit_exceeded' } },
      },
    });
    const since = client.events.length;
    client.send({ type: 'response.create' });
    expect(await client.until('response.done', since)).toMatchObject({ response: { status: 'completed' } });
  });

  it('answers in two audio items', async () => {
    const { client } = await faulty({ splitsAnswers: true });
    client.send(sayExactly(SHOP_LINES.goodbye));
    const output = field(await client.until('response.done'), 'response', 'output');
    expect(output).toMatchObject([{ type: 'message' }, { type: 'message' }]);
    const said = client.events.filter(({ type }) => type === 'response.output_audio_transcript.done');
    expect(said.map((event) => event['transcript'])).toEqual(['You are welcome. ', 'Goodbye!']);
    expect(new Set(said.map((event) => event['item_id'])).size).toBe(2);
  });

  it('calls two functions in one response', async () => {
    const { client } = await faulty({ doublesCalls: true });
    sayClip(client, 'anna-number');
    await client.until('response.done');
    const calls = client.events.filter(({ type }) => type === 'response.output_item.done');
    expect(new Set(calls.map((event) => field(event, 'item', 'call_id'))).size).toBe(2);
  });

  it('transcribes with a failure, or not at all', async () => {
    const failing = await faulty({ transcription: 'fails' });
    sayClip(failing.client, 'anna-hello');
    await failing.client.until('conversation.item.input_audio_transcription.failed');
    const silent = await faulty({ transcription: 'never' });
    sayClip(silent.client, 'anna-hello');
    await silent.client.until('response.done');
    expect(silent.client.events.some(({ type }) => type.includes('transcription'))).toBe(false);
  });

  it('mixes in what nobody has heard of and what is not JSON', async () => {
    const { client } = await faulty({ unknownEvents: true, malformedJson: true });
    client.send({ type: 'response.create' });
    await client.until('response.done');
    const types = typesOf(client.events);
    expect(types).toContain('session.weather.changed');
    expect(client.events.filter(({ type }) => type === 'not-json')).toHaveLength(2);
    expect(await client.until('response.created')).toHaveProperty('x_from_the_future');
  });

  it('changes the order nobody should rely on', async () => {
    const { client } = await faulty({ outputItemDoneFirst: true, rateLimits: 'first' });
    client.send({ type: 'response.create' });
    await client.until('response.done');
    const order = typesOf(client.events).filter((type) =>
      /item\.done|item_done|output_item\.done|rate_limits|created/.test(type),
    );
    expect(order).toEqual([
      'session.created',
      'response.created',
      'rate_limits.updated',
      'response.output_item.done',
      'conversation.item.done',
    ]);
  });
});

describe('the session limit', () => {
  it('ends the session with an error and 1001', async () => {
    const { client } = await faulty({ expiresAfterMs: 30 });
    expect(await client.closed).toEqual({
      code: 1001,
      reason: 'Your session hit the maximum duration of 60 minutes.',
    });
    expect(client.events.at(-1)).toMatchObject({ type: 'error', error: { code: 'session_expired' } });
  });
});

describe('idle_timeout_ms', () => {
  it('commits the silence and answers it', async () => {
    const clock = new ManualClock();
    const detection = { type: 'server_vad', idle_timeout_ms: 5000 };
    const { client } = await call({ clock, detection });
    const until = async (type: string, since = 0): Promise<void> => {
      for (let found = false; !found;) {
        clock.advance(20);
        const wait = macrotask();
        found = await Promise.race([client.until(type, since).then(() => true), wait]);
      }
    };
    client.send(sayExactly('Are you there?'));
    await until('response.done');
    client.say(silence(1000));
    const since = client.events.length;
    await until('input_audio_buffer.timeout_triggered', since);
    await until('response.created', since);
    expect(
      typesOf(client.events.slice(since).filter(({ type }) => type !== 'rate_limits.updated')).slice(0, 4),
    ).toEqual([
      'input_audio_buffer.timeout_triggered',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
    ]);
    await until('conversation.item.input_audio_transcription.completed', since);
    expect(client.events.filter(({ type }) => type.endsWith('transcription.completed')).at(-1)).toMatchObject({
      item_id: field(client.events.find(({ type }) => type.endsWith('timeout_triggered')) ?? {}, 'item_id'),
      transcript: 'Thank you for watching.',
    });
  });
});

describe('an echo', () => {
  it('says every frame back, byte for byte, in one response, and can be truncated', async () => {
    const { client } = await call({ echoes: () => true });
    const audio = clips.audio('anna-order');
    client.say(audio);
    let echoedBytes = 0;
    await client.until(({ type, delta }) => {
      if (type === 'response.output_audio.delta') echoedBytes += Buffer.byteLength(String(delta), 'base64');
      return echoedBytes === audio.length;
    }, client.events.length);
    expect(audioOf(client.events).equals(audio)).toBe(true);
    expect(client.events.filter(({ type }) => type === 'response.created')).toHaveLength(1);
    expect(client.events.some(({ type }) => type.startsWith('input_audio_buffer'))).toBe(false);
    const item_id = (await client.until('response.output_audio.delta'))['item_id'];
    client.send({ type: 'conversation.item.truncate', item_id, content_index: 0, audio_end_ms: 100 });
    await client.until('conversation.item.truncated');
  });
});

describe('what a session can be asked', () => {
  it('shows its wire, keeps its audio and can be waited for', async () => {
    const { client, session } = await call({ keepsCallerAudio: true, pace: QUICK });
    sayClip(client, 'anna-hello');
    const entry = await session.log.until(({ type }) => type === 'response.done');
    expect(entry.from).toBe('server');
    expect(session.log.entries.map(({ type }) => type)).toContain('session.update');
    expect(session.callerAudio().subarray(200 * 8, -700 * 8)).toEqual(clips.audio('anna-hello'));
    expect(session.appendedFrames).toBeGreaterThan(50);
  });
});
