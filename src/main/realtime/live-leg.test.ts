import { once } from 'node:events';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import { KEY, ready } from './connector.fixture';
import { AUDIO_TURN, BARGE_IN, TOOL_TURN } from './frames/frames.fixture';
import { ScriptedServer } from './scripted-server.fixture';

const servers: ScriptedServer[] = [];
function live(options: ConstructorParameters<typeof ScriptedServer>[0] = {}) {
  const server = new ScriptedServer(options);
  servers.push(server);
  return ready(server);
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const SPEECH = { type: 'input_audio_buffer.speech_started', item_id: 'item_1', audio_start_ms: 40 };
const SPEECH_HEARD = { type: 'speechStarted', itemId: 'item_1', audioStartMs: 40 };

describe('what the call asks of the model', () => {
  it('is one frame each, in order', async () => {
    const { leg, peer } = await live();
    leg.appendAudio('f39/');
    leg.createResponse({});
    leg.createResponse({ instructions: 'Say exactly: Hello', withoutContext: true });
    leg.cancelResponse();
    leg.cancelResponse('resp_1');
    leg.truncate('item_1', 0, 1500);
    leg.sendToolOutput('call_1', '{"status":"shipped"}');
    await peer.frame('conversation.item.create');
    expect(peer.frames.all.slice(1)).toEqual([
      { type: 'input_audio_buffer.append', audio: 'f39/' },
      { type: 'response.create' },
      { type: 'response.create', response: { instructions: 'Say exactly: Hello', input: [] } },
      { type: 'response.cancel' },
      { type: 'response.cancel', response_id: 'resp_1' },
      { type: 'conversation.item.truncate', item_id: 'item_1', content_index: 0, audio_end_ms: 1500 },
      {
        type: 'conversation.item.create',
        item: { type: 'function_call_output', call_id: 'call_1', output: '{"status":"shipped"}' },
      },
    ]);
  });
});

describe('a fault of our own over a frame', () => {
  it('ends the leg of that call with a reason, and leaves the others', async () => {
    const { peer, event, events } = await live();
    const other = await live();
    const push = events.push.bind(events);
    events.push = (heard) => {
      if (heard.type === 'speechStarted') throw new TypeError('a bug');
      push(heard);
    };
    peer.send(SPEECH);
    expect(await event('failed')).toEqual({
      type: 'failed',
      failure: 'lost',
      detail: 'Switchboard failed over what the model service sent (TypeError)',
    });
    other.peer.send(SPEECH);
    expect(await other.event('speechStarted')).toEqual(SPEECH_HEARD);
  });
});

describe('the fast path', () => {
  async function conversation(fastPath: boolean) {
    const server = new ScriptedServer();
    servers.push(server);
    const { leg, peer, event, events } = await ready(server, fastPath);
    const texts: string[] = [];
    peer.socket.on('message', (data: Buffer) => texts.push(data.toString()));
    for (const length of [1, 60, 160, 48_000, 150_000]) {
      leg.appendAudio(Buffer.alloc(length, 0xa5).toString('base64'));
      leg.createResponse({});
    }
    leg.cancelResponse();
    await peer.frame('response.cancel');
    for (const frame of AUDIO_TURN.slice(2)) {
      peer.send(frame);
      if (frame.includes('"response.output_audio.delta"'))
        peer.send(frame.replace(/"event_id":"/, '"event_id":"again_'));
    }
    await event('responseDone');
    return { texts, events: events.all };
  }

  it('carries the same messages, to the byte, as the library and the parser', async () => {
    const fast = await conversation(true);
    const plain = await conversation(false);
    expect(fast.texts).toHaveLength(11);
    expect(fast.texts).toEqual(plain.texts);
    expect(fast.events.filter(({ type }) => type === 'audio').length).toBeGreaterThan(1);
    expect(fast.events).toEqual(plain.events);
  });
});

describe('a service that goes away', () => {
  it('mid-answer is lost', async () => {
    const { peer, failed, events, clock } = await live();
    for (const frame of AUDIO_TURN.slice(2, 13)) peer.send(frame);
    await events.find(({ type }) => type === 'audio');
    peer.socket.terminate();
    expect(await failed()).toMatchObject({ failure: 'lost' });
    expect(events.all.at(-1)?.type).toBe('failed');
    expect(clock.pendingTimers).toBe(0);
  });

  it('at the end of the hour has expired, and nothing is held against it', async () => {
    const { peer, failed, seen } = await live();
    peer.socket.close(1001, 'Your session hit the maximum duration of 60 minutes.');
    expect(await failed()).toMatchObject({ failure: 'expired' });
    expect(seen).toEqual([[DEFAULT_AGENT.model, 'ok']]);
  });

  it('without a word is found out by pings', async () => {
    const { clock, failed, events } = await live({ autoPong: false });
    clock.advance(2999);
    expect(events.all.map(({ type }) => type)).toEqual(['ready']);
    clock.advance(1);
    expect(await failed()).toMatchObject({ failure: 'lost', detail: 'The model service stopped answering' });
  });

  it('is not suspected when we ourselves were late to look', async () => {
    const { peer, clock, events } = await live({ autoPong: false });
    clock.advance(1500);
    clock.stall(2100);
    peer.send({ ...SPEECH, item_id: 'item_1' });
    await events.find((event) => event.type === 'speechStarted');
    clock.advance(1499);
    expect(events.all.some(({ type }) => type === 'failed')).toBe(false);
  });

  it('is not suspected while it answers pings', async () => {
    const { peer, clock, events } = await live();
    for (let round = 1; round <= 3; round += 1) {
      const pinged = once(peer.socket, 'ping');
      clock.advance(1500);
      await pinged;
      peer.send({ ...SPEECH, item_id: `item_${String(round)}` });
      await events.find((event) => event.type === 'speechStarted' && event.itemId === `item_${String(round)}`);
    }
    expect(events.all.some(({ type }) => type === 'failed')).toBe(false);
  });
});

describe('a service that reads too slowly', () => {
  /** Number of frames that exceeds the socket buffers of both ends. */
  const MOST_FRAMES = 20_000;
  const FRAME = 'A'.repeat(2048);

  it('is left without new audio, told once, and given up after ten seconds', async () => {
    const { leg, peer, clock, events, failed } = await live();
    peer.socket.pause();
    for (let sent = 0; sent < MOST_FRAMES && events.all.length === 1; sent += 1) leg.appendAudio(FRAME);
    expect(events.all[1]).toMatchObject({ type: 'fault', fault: 'slow-reader' });
    for (let more = 0; more < 100; more += 1) leg.appendAudio(FRAME);
    expect(events.all).toHaveLength(2);
    clock.advance(9_999);
    leg.appendAudio(FRAME);
    expect(events.all).toHaveLength(2);
    clock.advance(2);
    leg.appendAudio(FRAME);
    leg.appendAudio(FRAME);
    expect(await failed()).toMatchObject({ failure: 'lost' });
    expect(events.all).toHaveLength(3);
  });

  it('gets audio again when it caught up', async () => {
    const { leg, peer, events } = await live();
    peer.socket.pause();
    for (let sent = 0; sent < MOST_FRAMES && events.all.length === 1; sent += 1) leg.appendAudio(FRAME);
    leg.createResponse({});
    peer.socket.resume();
    await peer.frame('response.create');
    leg.appendAudio('AAAA');
    leg.appendAudio('AAAB');
    await peer.frames.find((frame) => frame['audio'] === 'AAAB');
    expect(events.all.some(({ type }) => type === 'failed')).toBe(false);
  });
});

describe('frames nobody promised', () => {
  it('are counted by kind: said at the first and the tenth', async () => {
    const { peer, events } = await live();
    for (let sent = 0; sent < 12; sent += 1) peer.send({ type: 'session.dreamt', dream: 'sheep' });
    peer.send({ type: `secret ${KEY}` });
    peer.send(SPEECH);
    await events.find(({ type }) => type === 'speechStarted');
    expect(events.all.slice(1)).toEqual([
      { type: 'fault', fault: 'unknown-frame', detail: 'Unknown event session.dreamt' },
      { type: 'fault', fault: 'unknown-frame', detail: 'Unknown event session.dreamt (10 times)' },
      { type: 'fault', fault: 'unknown-frame', detail: 'Unknown event secret?(key)' },
      SPEECH_HEARD,
    ]);
  });

  it.each(['{"type":', '[]', 'null', '{"type":7}', '{"type":"session.updated"}', '{"type":"error"}'])(
    'are survived: %s',
    async (frame) => {
      const { peer, events } = await live();
      peer.send(frame);
      peer.send(SPEECH);
      await events.find(({ type }) => type === 'speechStarted');
      expect(events.all.slice(1)).toMatchObject([{ type: 'fault', fault: 'malformed-frame' }, SPEECH_HEARD]);
    },
  );

  it('end the leg when there is nothing else', async () => {
    const { peer, events, failed } = await live();
    for (let sent = 0; sent < 30; sent += 1) peer.send('{');
    expect(await failed()).toMatchObject({ failure: 'lost', detail: /make no sense/ });
    expect(events.all.map(({ type }) => type)).toEqual(['ready', 'fault', 'fault', 'failed']);
  });

  it('cost no call when they are binary, which some services send', async () => {
    const { peer, events } = await live();
    for (let sent = 0; sent < 30; sent += 1) peer.socket.send(Buffer.from([1, 2, 3]), { binary: true });
    peer.send(SPEECH);
    await events.find(({ type }) => type === 'speechStarted');
    expect(events.all.map(({ type }) => type)).toEqual(['ready', 'fault', 'fault', 'speechStarted']);
  });

  it('never throw out of the leg, however a real frame is bent', async () => {
    const { peer, events } = await live();
    const bent = fc.tuple(
      fc.constantFrom(...AUDIO_TURN.slice(2), ...TOOL_TURN, ...BARGE_IN.slice(0, 3)),
      fc.nat(10_000),
      fc.jsonValue({ maxDepth: 2 }),
    );
    for (const [frame, place, value] of fc.sample(bent, 400)) peer.send(bend(frame, place, value));
    peer.send(SPEECH);
    await events.find((event) => event.type === 'failed' || JSON.stringify(event) === JSON.stringify(SPEECH_HEARD));
    const failures = events.all.filter(({ type }) => type === 'failed');
    expect(failures.length).toBeLessThanOrEqual(1);
    if (failures.length === 1) expect(events.all.at(-1)?.type).toBe('failed');
  });
});

/** The frame with the value at one of its places, counted in depth, replaced. */
function bend(frame: string, place: number, value: unknown): string {
  const root: unknown = JSON.parse(frame);
  const spots: { holder: Record<string, unknown>; name: string }[] = [];
  const walk = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const name of Object.keys(holder)) {
      if (name !== 'type') spots.push({ holder: holder as Record<string, unknown>, name });
      walk((holder as Record<string, unknown>)[name]);
    }
  };
  walk(root);
  const spot = spots[place % spots.length];
  if (spot !== undefined) spot.holder[spot.name] = value;
  return JSON.stringify(root);
}
