import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import { TURN_TAKING_PRESETS } from '../../shared/agent/turn-taking';
import { loadClips } from '../../simulator/clips/clips';
import { systemClock } from '../../simulator/clock';
import type { Faults } from '../../simulator/realtime/faults';
import { startRealtimeSimulator, type RealtimeSimulator } from '../../simulator/realtime/realtime-simulator';
import type { ModelEvent, ModelLeg } from '../ports/ports';
import { createRealtimeConnector } from './connector';
import { Inbox } from './inbox.fixture';

const clips = loadClips(path.resolve('resources/clips'));
const KEY = 'sk-simulated';
const AGENT: Agent = {
  ...DEFAULT_AGENT,
  tools: [
    {
      kind: 'operator',
      name: 'lookup_order',
      description: 'Finds an order.',
      parameters: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
      timeoutMs: 10_000,
    },
  ],
};

const opened: { simulator: RealtimeSimulator; leg: ModelLeg }[] = [];
afterEach(async () => {
  for (const { simulator, leg } of opened.splice(0)) {
    leg.close();
    await simulator.close();
  }
});

async function connect(faults: Faults = {}) {
  const simulator = await startRealtimeSimulator({
    clips,
    keys: [KEY],
    faults: () => faults,
    pace: { thinkingMs: 5, timesRealTime: 200, transcriptionMs: 5, lateDeltaMs: 1 },
  });
  const events = new Inbox<ModelEvent>();
  const clock = { ...systemClock, wallMs: () => 0 };
  const connector = createRealtimeConnector({ url: simulator.url, clock, secrets: { openAiKey: () => KEY } });
  const leg = connector.connect(AGENT, (event) => events.push(event));
  opened.push({ simulator, leg });
  return { simulator, leg, events, event: (type: ModelEvent['type']) => events.find((each) => each.type === type) };
}

/** Sends a clip of the caller and a second of silence, in telephone frames. */
function say(leg: ModelLeg, clip: string): void {
  const audio = Buffer.concat([clips.audio(clip), Buffer.alloc(8000, 0xff)]);
  for (let at = 0; at + 160 <= audio.length; at += 160) leg.appendAudio(audio.toString('base64', at, at + 160));
}

function itemIdOf(event: unknown): string | undefined {
  return (event as { readonly item?: { readonly id?: string } }).item?.id;
}

describe('a conversation with a strict server', () => {
  it('sets up, greets, hears, is answered and refuses nothing', async () => {
    const { simulator, leg, events, event } = await connect();
    await event('ready');
    leg.createResponse({ instructions: `Say exactly: ${AGENT.greeting}`, withoutContext: true });
    await event('responseDone');
    say(leg, 'anna-hello');
    await events.find((each) => each.type === 'callerTranscript' && each.text !== '');
    await events.find(
      (each) => each.type === 'responseDone' && each !== events.all.find((e) => e.type === 'responseDone'),
    );
    const agentItem = events.all.find((each) => each.type === 'agentTurn');
    leg.truncate(agentItem?.itemId ?? '', 0, 100);
    const entry = await simulator.sessions[0]?.log.until(({ type }) => type === 'conversation.item.truncated');
    expect(entry?.event).toMatchObject({ audio_end_ms: 100 });
    expect(simulator.sessions[0]?.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
    expect(events.all.filter(({ type }) => type === 'complaint' || type === 'fault')).toEqual([]);
    const kinds = events.all.map(({ type }) => type);
    for (const kind of ['speechStarted', 'speechStopped', 'callerTurn', 'itemAdded', 'agentTurn', 'audio', 'audioDone'])
      expect(kinds).toContain(kind);
  });

  it('takes what was said before with another model, and goes on from it', async () => {
    const { simulator, leg, events, event } = await connect();
    await event('ready');
    leg.seed([
      { kind: 'agent', itemId: 'item_a', text: 'Hello.' },
      { kind: 'caller', itemId: 'item_b', text: 'Where is A17?' },
      { kind: 'note', itemId: 'whisper_1', text: 'Be kind.' },
      {
        kind: 'tool',
        itemId: 'item_c',
        toolCallId: 'call_1',
        name: 'lookup_order',
        arguments: '{"order_id":"A17"}',
        output: 'shipped',
      },
    ]);
    leg.truncate('item_a', 0, 700);
    await events.find((each) => each.type === 'itemAdded' && each.itemId === 'cut_1');
    leg.createResponse({});
    await event('responseDone');
    const log = simulator.sessions[0]?.log.entries ?? [];
    expect(log.filter(({ type }) => type === 'error')).toEqual([]);
    expect(
      log.flatMap(({ type, event: each }) => (type === 'conversation.item.added' ? [itemIdOf(each)] : [])),
    ).toEqual(expect.arrayContaining(['item_a', 'item_b', 'whisper_1', 'item_c', 'output_4']));
    const told = events.all.flatMap((each) => (each.type === 'itemAdded' ? [each.itemId] : []));
    expect(told).not.toContain('item_b');
    expect(told[0]).toBe('cut_1');
  });

  it('calls a tool once and takes its output', async () => {
    const { simulator, leg, event, events } = await connect();
    await event('ready');
    say(leg, 'anna-number');
    const called = await event('toolCalled');
    if (called.type !== 'toolCalled') throw new Error('unreachable');
    await events.find((each) => each.type === 'responseDone' && each.responseId === called.responseId);
    leg.sendToolOutput(called.toolCallId, '{"status":"shipped"}');
    leg.createResponse({});
    await events.find((each) => each.type === 'agentTranscript' && /warehouse/.test(each.text));
    expect(called.name).toBe('lookup_order');
    expect(events.all.filter(({ type }) => type === 'toolCalled')).toHaveLength(1);
    expect(simulator.sessions[0]?.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
  });
});

describe('a server that misbehaves', () => {
  it.each([
    [{ refusesUpgrade: 401 }, 'refused'],
    [{ refusesUpgrade: 429 }, 'unreachable'],
    [{ refusesUpgrade: 503 }, 'unreachable'],
    [{ rejectsUpdate: true }, 'misconfigured'],
    [{ expiresAfterMs: 1 }, 'expired'],
  ] as const)('%j: %s', async (faults, failure) => {
    const { event } = await connect(faults);
    expect(await event('failed')).toMatchObject({ failure });
  });

  it('names the end of a rate limit', async () => {
    const failsResponses = { count: 1, code: 'inference_rate_limit_exceeded', retryAfterMs: 9500 } as const;
    const { leg, event } = await connect({ failsResponses });
    await event('ready');
    leg.createResponse({});
    expect(await event('responseDone')).toMatchObject({ status: 'failed', retryAfterMs: 9500 });
  });

  it('drops the line in the middle of an answer', async () => {
    const { leg, event, events } = await connect({ dropsAfterAudioMs: 500 });
    await event('ready');
    leg.createResponse({});
    expect(await event('failed')).toMatchObject({ failure: 'lost' });
    expect(events.all.at(-1)?.type).toBe('failed');
  });

  it('mixes in what nobody has heard of, and is understood', async () => {
    const { leg, event, events } = await connect({ unknownEvents: true, malformedJson: true });
    await event('ready');
    leg.createResponse({});
    expect(await event('responseDone')).toMatchObject({ status: 'completed' });
    const faults = events.all.flatMap((each) => (each.type === 'fault' ? [each.fault] : []));
    expect(faults).toContain('unknown-frame');
    expect(faults).toContain('malformed-frame');
  });
});

describe('what operators ask of a model', () => {
  it('a note is confirmed where it stands, or refused by its name', async () => {
    const { leg, events, event } = await connect();
    await event('ready');
    leg.addNote({ itemId: 'whisper_1', text: 'Be short' });
    leg.addNote({ itemId: 'whisper_2', text: 'Be kind' });
    leg.addNote({ itemId: 'operator_1', text: 'In between', after: 'whisper_1' });
    leg.addNote({ itemId: 'operator_2', text: 'Nowhere', after: 'item_unheard_of' });
    await event('noteRefused');
    expect(events.all.slice(1)).toEqual([
      { type: 'itemAdded', role: 'note', itemId: 'whisper_1', after: null },
      { type: 'itemAdded', role: 'note', itemId: 'whisper_2', after: 'whisper_1' },
      { type: 'itemAdded', role: 'note', itemId: 'operator_1', after: 'whisper_1' },
      { type: 'noteRefused', itemId: 'operator_2', detail: expect.stringContaining('does not exist') },
    ]);
  });

  it('it only listens while it is told to, and says when that changed', async () => {
    const { leg, events, event } = await connect();
    await event('ready');
    leg.answerCaller(false);
    expect(await event('answering')).toEqual({ type: 'answering', on: false });
    say(leg, 'anna-hello');
    await event('callerTranscript');
    leg.answerCaller(true);
    await events.find((each) => each.type === 'answering' && each.on);
    expect(events.all.map(({ type }) => type)).not.toContain('responseStarted');
    say(leg, 'anna-hours');
    await event('responseStarted');
  });

  it('an aside comes back as a text, while the call goes on, and leaves no other trace', async () => {
    const { leg, events, event } = await connect();
    await event('ready');
    leg.createResponse({ instructions: 'Say exactly: One moment.', withoutContext: true, tag: 'say_1' });
    leg.askAside('aside_1', 'Write a short brief. What was said meanwhile:\nCaller: Hello');
    expect(await event('asideAnswered')).toMatchObject({
      tag: 'aside_1',
      text: 'Meanwhile: Caller: Hello',
      usage: { textOut: expect.any(Number) },
    });
    await event('responseDone');
    const started = events.all.filter(({ type }) => type === 'responseStarted');
    expect(started).toEqual([{ type: 'responseStarted', responseId: expect.any(String), tag: 'say_1' }]);
    expect(events.all.filter(({ type }) => type === 'responseDone' || type === 'agentTurn')).toHaveLength(2);
    expect(events.all.filter(({ type }) => type === 'complaint')).toEqual([]);
  });

  it('an aside that fails, or is refused, is answered with nothing', async () => {
    const { leg, event } = await connect({ failsResponses: { count: 1, code: 'server_error' } });
    await event('ready');
    leg.askAside('aside_1', 'Write a short brief.');
    expect(await event('asideAnswered')).toMatchObject({ tag: 'aside_1', text: null });
  });
});

describe('a change of the running session', () => {
  it('is taken by a strict server, and leaves alone what it does not name', async () => {
    const { simulator, leg, events, event } = await connect();
    await event('ready');
    const before = simulator.sessions[0]?.config;
    leg.change('one', { instructions: 'Speak of nothing but the weather.', tools: [] });
    leg.change('two', { turnTaking: TURN_TAKING_PRESETS.patient });
    await events.find((each) => each.type === 'changed' && each.changeId === 'two');
    const after = simulator.sessions[0]?.config;
    expect(after).toEqual({
      ...before,
      instructions: 'Speak of nothing but the weather.',
      tools: [],
      audio: {
        ...before?.audio,
        input: {
          ...before?.audio.input,
          turn_detection: {
            type: 'semantic_vad',
            eagerness: 'low',
            create_response: true,
            interrupt_response: true,
          },
        },
      },
    });
    expect(events.all.filter(({ type }) => type === 'changed' || type === 'answering')).toEqual([
      { type: 'changed', changeId: 'one' },
      { type: 'changed', changeId: 'two' },
    ]);
  });

  it('keeps the model quiet that only listens, and turn-taking when it answers again', async () => {
    const { simulator, leg, events, event } = await connect();
    await event('ready');
    leg.answerCaller(false);
    leg.change('patient', { turnTaking: TURN_TAKING_PRESETS.patient });
    await events.find((each) => each.type === 'changed');
    const detection = () => simulator.sessions[0]?.config.audio.input.turn_detection;
    expect(detection()).toMatchObject({ type: 'semantic_vad', create_response: false, interrupt_response: false });
    leg.answerCaller(true);
    await events.find((each) => each.type === 'answering' && each.on);
    expect(detection()).toMatchObject({ type: 'semantic_vad', create_response: true, interrupt_response: true });
  });

  it('that the server refuses is told apart, and the one after it counts', async () => {
    const { leg, events, event } = await connect();
    await event('ready');
    const wrong = { ...TURN_TAKING_PRESETS.balanced, threshold: 7 };
    leg.change('wrong', { turnTaking: wrong });
    leg.change('right', { instructions: 'Go on.' });
    const refused = await events.find((each) => each.type === 'changeRefused');
    expect(refused).toMatchObject({ changeId: 'wrong' });
    expect(await events.find((each) => each.type === 'changed')).toEqual({ type: 'changed', changeId: 'right' });
    expect(events.all.some(({ type }) => type === 'complaint')).toBe(false);
  });
});
