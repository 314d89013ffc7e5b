import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../clock';
import { fromMulaw } from './audio-format';
import { audioOf, call, clips, field, hangUpAll, QUICK, sayClip, silence, typesOf } from '../call.fixture';
import { SHOP_LINES } from '../dialogue/shop-dialogue';

/** Delay until a session expires by itself, one hour; it is no part of an answer. */
const LIMIT_OF_SESSION_MS = 3_600_000;

afterEach(hangUpAll);

describe('a turn with audio', () => {
  it('goes the way of the live server, in its order', async () => {
    const { client } = await call({ pace: { ...QUICK, transcriptionMs: 1 } });
    const since = client.events.length;
    sayClip(client, 'anna-order');
    await client.until('rate_limits.updated', since);
    const events = client.events.slice(since);
    expect(typesOf(events.filter(({ type }) => !type.includes('transcription')))).toEqual(
      expect.arrayContaining(['response.output_audio.delta', 'response.output_audio_transcript.delta']),
    );
    const order = events.filter(({ type }) => !type.endsWith('.delta') && !type.includes('transcription'));
    expect(order.map(({ type }) => type)).toEqual([
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
      'rate_limits.updated',
    ]);
    const items = events.filter(({ type }) => type.startsWith('input_audio_buffer.')).map((event) => event['item_id']);
    expect(new Set(items).size).toBe(1);
    const done = events.find(({ type }) => type === 'response.done');
    expect(done).toMatchObject({
      response: {
        status: 'completed',
        status_details: null,
        output: [{ role: 'assistant', content: [{ type: 'output_audio', transcript: SHOP_LINES.askNumber }] }],
        audio: { output: { format: { type: 'audio/pcmu' }, voice: 'marin' } },
        metadata: null,
      },
    });
    expect(audioOf(events).equals(clips.audio('agent-ask-number'))).toBe(true);
  });

  it('transcribes only if asked to, when it is ready, and then shows it in the item', async () => {
    const { client, session } = await call({ pace: { ...QUICK, transcriptionMs: 40 } });
    sayClip(client, 'ben-hours');
    const completed = await client.until('conversation.item.input_audio_transcription.completed');
    expect(completed).toMatchObject({ transcript: 'What time do you open on Saturday?', usage: { type: 'tokens' } });
    expect(client.events.findIndex(({ type }) => type === 'response.created')).toBeLessThan(
      client.events.indexOf(completed),
    );
    const deltas = client.events.filter(({ type }) => type === 'conversation.item.input_audio_transcription.delta');
    expect(deltas.map((event) => event['delta']).join('')).toBe('What time do you open on Saturday?');
    client.send({ type: 'conversation.item.retrieve', item_id: completed['item_id'] });
    expect(await client.until('conversation.item.retrieved')).toMatchObject({
      item: { content: [{ type: 'input_audio', transcript: 'What time do you open on Saturday?' }] },
    });
    expect(session.heard).toEqual(['What time do you open on Saturday?']);
    client.send({ type: 'session.update', session: { type: 'realtime', audio: { input: { transcription: null } } } });
    await client.until('session.updated', client.events.length);
    const since = client.events.length;
    sayClip(client, 'ben-hello');
    await client.until('response.done', since);
    expect(client.events.slice(since).some(({ type }) => type.includes('transcription'))).toBe(false);
  });

  it('sends deltas of varied length that are no whole frames, faster than they play', async () => {
    let waitedMs = 0;
    const clock: Clock = {
      nowMs: () => systemClock.nowMs(),
      after: (delayMs, run) => {
        if (delayMs < LIMIT_OF_SESSION_MS) waitedMs += delayMs;
        return systemClock.after(delayMs, run);
      },
    };
    const { client } = await call({ clock, pace: { thinkingMs: 1 } });
    sayClip(client, 'carl-number');
    client.send({ type: 'session.update', session: { type: 'realtime', tools: [] } });
    await client.until('response.output_item.done');
    const call_id = field(await client.until('response.output_item.done'), 'item', 'call_id');
    await client.until('response.done');
    const since = client.events.length;
    client.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id, output: '{"status":"shipped"}' },
    });
    client.send({ type: 'response.create' });
    await client.until('response.done', since);
    const sizes = client.events
      .slice(since)
      .filter(({ type }) => type === 'response.output_audio.delta')
      .map((event) => Buffer.byteLength(String(event['delta']), 'base64'));
    expect(sizes.every((bytes) => bytes % 160 !== 0)).toBe(true);
    expect(new Set(sizes).size).toBeGreaterThan(3);
    expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBe(clips.audio('agent-shipped').length);
    expect(waitedMs).toBeLessThan(clips.audio('agent-shipped').length / 8 / 2);
  });

  it('stands still while nothing is appended', async () => {
    const { client, session } = await call();
    client.say(silence(200), clips.audio('anna-hello'), silence(300));
    await client.until('input_audio_buffer.speech_started');
    client.send({ type: 'session.update', session: { type: 'realtime' } });
    await client.until('session.updated', client.events.length);
    expect(client.events.some(({ type }) => type === 'input_audio_buffer.speech_stopped')).toBe(false);
    expect(session.appendedMs).toBe(200 + clips.audio('anna-hello').length / 8 + 300);
    client.say(silence(400));
    await client.until('input_audio_buffer.speech_stopped');
  });

  it.each([{ type: 'audio/pcm', rate: 24_000 }, { type: 'audio/pcma' }] as const)(
    'hears and speaks $type as well',
    async (format) => {
      const { client, session } = await call();
      client.send({
        type: 'session.update',
        session: { type: 'realtime', audio: { input: { format }, output: { format } } },
      });
      await client.until('session.updated', client.events.length);
      client.say(...[silence(200), clips.audio('anna-hello'), silence(700)].map((audio) => fromMulaw(audio, format)));
      await client.until('response.done');
      expect(session.heard).toEqual(['Hello?']);
      expect(audioOf(client.events)).toEqual(fromMulaw(clips.audio('agent-hello'), format));
    },
  );

  it.each([
    ['neither answers nor interrupts', false],
    ['does not answer what is said into its words', true],
  ])('%s if told not to', async (_what, create_response) => {
    const detection = { type: 'server_vad', silence_duration_ms: 500, create_response, interrupt_response: false };
    const { client } = await call({ detection, pace: { ...QUICK, timesRealTime: 10 } });
    client.send({
      type: 'response.create',
      response: { input: [], instructions: `Say exactly: ${SHOP_LINES.goodbye}` },
    });
    await client.until('response.done');
    client.send({ type: 'response.create', response: { input: [], instructions: `Say exactly: ${SHOP_LINES.blue}` } });
    const since = client.events.length;
    await client.until('response.output_audio.delta', since);
    sayClip(client, 'anna-hello');
    await client.until('conversation.item.input_audio_transcription.completed');
    expect(await client.until('response.done', since)).toMatchObject({ response: { status: 'completed' } });
    client.send({ type: 'session.update', session: { type: 'realtime' } });
    await client.until('session.updated', since);
    expect(client.events.filter(({ type }) => type === 'response.created')).toHaveLength(2);
  });
});

describe('a turn with a function call', () => {
  it('goes the way of the live server, and on with one response.create', async () => {
    const { client } = await call();
    sayClip(client, 'anna-number');
    await client.until('response.done');
    const from = client.events.findIndex(({ type }) => type === 'response.created');
    const events = client.events.slice(from).filter(({ type }) => !type.includes('transcription'));
    expect(typesOf(events).slice(0, 8)).toEqual([
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
    ]);
    const called = field(await client.until('response.output_item.done'), 'item');
    expect(called).toMatchObject({ name: 'lookup_order', arguments: '{"order_id":"A17"}', status: 'completed' });
    const since = client.events.length;
    const output = { type: 'function_call_output', call_id: field(called, 'call_id'), output: '{"status":"shipped"}' };
    client.send({ type: 'conversation.item.create', item: output });
    client.send({ type: 'response.create' });
    await client.until('response.done', since);
    expect(
      typesOf(client.events.slice(since).filter(({ type }) => !/transcription|rate_limits/.test(type))).slice(0, 3),
    ).toEqual(['conversation.item.added', 'conversation.item.done', 'response.created']);
    expect(await client.until('response.output_audio_transcript.done', since)).toMatchObject({
      transcript: SHOP_LINES.shipped,
    });
  });

  it('has a preamble before a refund, and calls end_call after goodbye', async () => {
    const { client } = await call();
    sayClip(client, 'carl-refund');
    expect(await client.until('response.done')).toMatchObject({
      response: {
        output: [
          { type: 'message', content: [{ transcript: SHOP_LINES.checking }] },
          { type: 'function_call', arguments: '{"order_id":"A17","amount":48,"reason":"late delivery"}' },
        ],
      },
    });
    const since = client.events.length;
    sayClip(client, 'carl-thanks');
    expect(await client.until('response.done', since)).toMatchObject({
      response: { output: [{ type: 'message' }, { type: 'function_call', name: 'end_call' }] },
    });
  });
});

describe('response.create', () => {
  it('says exactly what it is told, without context', async () => {
    const { client } = await call();
    const greeting = 'Hello, this is the night desk of the museum.';
    client.send({ type: 'response.create', response: { input: [], instructions: `Say exactly: ${greeting}` } });
    expect(await client.until('response.output_audio_transcript.done')).toMatchObject({ transcript: greeting });
    await client.until('response.done');
    expect(Math.abs(audioOf(client.events).length / 8 - (greeting.length * 1000) / 14)).toBeLessThan(50);
  });

  it('is refused while one is active, and a cancel ends that one', async () => {
    const { client } = await call({ pace: { ...QUICK, timesRealTime: 4 } });
    const create = {
      type: 'response.create',
      event_id: 'c',
      response: { instructions: `Say exactly: ${SHOP_LINES.blue}` },
    };
    client.send(create);
    const created = await client.until('response.created');
    const id = String(field(created, 'response', 'id'));
    client.send(create);
    expect((await client.until('error'))['error']).toEqual({
      type: 'invalid_request_error',
      code: 'conversation_already_has_active_response',
      message: `Conversation already has an active response in progress: ${id}. Wait until the response is finished before creating a new one.`,
      param: null,
      event_id: 'c',
    });
    await client.until('response.output_audio.delta');
    client.send({ type: 'response.cancel' });
    expect(await client.until('response.done')).toMatchObject({
      response: {
        id,
        status: 'cancelled',
        status_details: { type: 'cancelled', reason: 'client_cancelled' },
        output: [{ status: 'incomplete' }],
      },
    });
  });

  it('beside the conversation runs in parallel and leaves no trace in it', async () => {
    const { client } = await call({ pace: { ...QUICK, timesRealTime: 10 } });
    client.send({ type: 'response.create', response: { instructions: `Say exactly: ${SHOP_LINES.blue}` } });
    await client.until('response.created');
    const since = client.events.length;
    const beside = { conversation: 'none', output_modalities: ['text'], metadata: { purpose: 'summary' } };
    client.send({ type: 'response.create', response: { ...beside, instructions: 'Say exactly: All is well.' } });
    const done = await client.until(
      (event) => field(event, 'response', 'metadata', 'purpose') === 'summary' && event.type === 'response.done',
    );
    expect(done).toMatchObject({
      response: { conversation_id: null, output: [{ content: [{ type: 'output_text', text: 'All is well.' }] }] },
    });
    const itemId = field(field(done, 'response', 'output'), '0', 'id');
    const places = client.events.slice(since).filter(({ type }) => type.startsWith('conversation.item'));
    expect(places.some((event) => field(event, 'item', 'id') === itemId)).toBe(false);
  });

  it('stops at max_output_tokens', async () => {
    const { client } = await call();
    const response = { instructions: `Say exactly: ${SHOP_LINES.blue}`, max_output_tokens: 40 };
    client.send({ type: 'response.create', response });
    expect(await client.until('response.done')).toMatchObject({
      response: { status: 'incomplete', status_details: { reason: 'max_output_tokens' } },
    });
    expect(audioOf(client.events).length).toBe(40 * 50 * 8);
  });
});

describe('push to talk', () => {
  it('commits what was appended and answers when asked', async () => {
    const { client } = await call({ detection: null });
    client.say(clips.audio('ben-hours'));
    client.send({ type: 'input_audio_buffer.commit' });
    await client.until('input_audio_buffer.committed');
    await client.until('conversation.item.input_audio_transcription.completed');
    expect(client.events.some(({ type }) => type === 'response.created' || type.includes('speech_'))).toBe(false);
    client.send({ type: 'response.create' });
    expect(await client.until('response.output_audio_transcript.done')).toMatchObject({ transcript: SHOP_LINES.hours });
    client.send({ type: 'input_audio_buffer.commit' });
    expect((await client.until('error'))['error']).toMatchObject({ code: 'input_audio_buffer_commit_empty' });
    client.say(clips.audio('ben-hours'));
    client.send({ type: 'input_audio_buffer.clear' });
    await client.until('input_audio_buffer.cleared');
    const since = client.events.length;
    client.send({ type: 'input_audio_buffer.commit' });
    await client.until('error', since);
  });
});

describe('usage', () => {
  it('bills the whole conversation again each time, most of it cached', async () => {
    const { client } = await call();
    const bills: unknown[] = [];
    for (const name of ['anna-order', 'anna-hours', 'anna-hello']) {
      const since = client.events.length;
      sayClip(client, name);
      bills.push(field(await client.until('response.done', since), 'response', 'usage'));
    }
    const [first, second, third] = bills;
    expect(field(first, 'input_token_details', 'audio_tokens')).toBeGreaterThan(30);
    expect(field(second, 'input_tokens')).toBeGreaterThan(Number(field(first, 'input_tokens')));
    expect(field(third, 'input_token_details', 'cached_tokens')).toBeGreaterThan(0);
    for (const bill of bills) {
      expect(Number(field(bill, 'input_tokens')) + Number(field(bill, 'output_tokens'))).toBe(
        field(bill, 'total_tokens'),
      );
      expect(field(bill, 'output_token_details', 'audio_tokens')).toBeGreaterThan(20);
    }
  });
});
