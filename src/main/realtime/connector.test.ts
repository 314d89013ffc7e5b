import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import { ManualClock } from '../ports/manual-clock.fixture';
import { createRealtimeConnector } from './connector';
import { connectTo, connectWithoutKey, KEY, ready } from './connector.fixture';
import { ScriptedServer } from './scripted-server.fixture';
import { sessionConfig } from './session-config';

const servers: ScriptedServer[] = [];
function scripted(options: ConstructorParameters<typeof ScriptedServer>[0] = {}): ScriptedServer {
  const server = new ScriptedServer(options);
  servers.push(server);
  return server;
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const refusing = (status: string) =>
  scripted({
    refuse: (socket: Duplex) => socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 900\r\n\r\n{"error":"${KEY}"`),
  });

describe('a caller', () => {
  it.each([
    ['with a number is named to the service, and the number is not', '+12125550187', 'name of 12 characters'],
    ['without one is not named', undefined, undefined],
  ])('%s', async (_what, party, header) => {
    const server = scripted();
    const connector = createRealtimeConnector({
      url: await server.listen(),
      clock: new ManualClock(),
      secrets: { openAiKey: () => KEY },
      safetyIdOf: (number) => `name of ${String(number.length)} characters`,
    });
    const leg = connector.connect(DEFAULT_AGENT, () => undefined, party);
    const { request } = await server.peers.find(() => true);
    expect(request.headers['openai-safety-identifier']).toBe(header);
    expect(JSON.stringify(request.headers)).not.toContain('2125550187');
    leg.close();
  });
});

describe('setting a session up', () => {
  it('dials the model with the key and nothing of the beta', async () => {
    const { peer } = await ready(scripted());
    expect(peer.request.url).toBe('/v1/realtime?model=gpt-realtime-2.1');
    expect(peer.request.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(peer.request.headers).not.toHaveProperty('openai-beta');
    expect(peer.request.headers).not.toHaveProperty('sec-websocket-extensions');
  });

  it('configures once, after session.created, and is ready when the telephone format is confirmed', async () => {
    const { peer, events, seen } = await ready(scripted());
    expect(seen).toEqual([[DEFAULT_AGENT.model, 'ok']]);
    expect(peer.frames.all).toEqual([{ type: 'session.update', session: sessionConfig(DEFAULT_AGENT) }]);
    expect(events.all).toEqual([{ type: 'ready', sessionId: 'sess_1' }]);
  });

  it('tells how much of the rate limit is used', async () => {
    const { peer, rates } = await ready(scripted());
    peer.send({
      type: 'rate_limits.updated',
      rate_limits: [{ name: 'tokens', limit: 40_000, remaining: 4_000, reset_seconds: 3 }],
    });
    expect(await rates.find(() => true)).toEqual([DEFAULT_AGENT.model, 0.9]);
  });

  it('is misconfigured when the update is refused, and does not repeat a key that the answer quotes', async () => {
    const server = scripted();
    const { failed, clock } = connectTo(await server.listen());
    const peer = await server.peers.find(() => true);
    peer.open();
    await peer.frame('session.update');
    const message = `Unknown parameter 'x' for key ${KEY}, or sk-pr**********789.`;
    peer.send({ type: 'error', error: { type: 'invalid_request_error', code: 'unknown_parameter', message } });
    expect(await failed()).toEqual({
      type: 'failed',
      failure: 'misconfigured',
      detail: "The model service refused the agent's settings: Unknown parameter 'x' for key (key), or (key)",
    });
    await once(peer.socket, 'close');
    expect(clock.pendingTimers).toBeLessThanOrEqual(1);
  });

  it('goes on without a transcript when the service refuses the transcription, and says so once', async () => {
    const server = scripted();
    const { event, events } = connectTo(await server.listen());
    const peer = await server.peers.find(() => true);
    peer.open();
    const asked = await peer.frame('session.update');
    expect(asked['session']).toMatchObject({ audio: { input: { transcription: { model: 'gpt-transcribe' } } } });
    const param = 'session.audio.input.transcription.languages';
    const error = { type: 'invalid_request_error', code: 'invalid_value', message: "Invalid language 'en'.", param };
    peer.send({ type: 'error', error });
    const again = await peer.frames.find((frame) => frame.type === 'session.update' && frame !== asked);
    expect(again['session']).not.toHaveProperty('audio.input.transcription');
    peer.confirm();
    await event('ready');
    await event('complaint');
    const detail = "The caller is not transcribed: Invalid language 'en'.";
    expect(events.all).toEqual([
      { type: 'ready', sessionId: 'sess_1' },
      { type: 'complaint', code: 'transcription_refused', detail },
    ]);
  });

  it.each([
    ['in', { format: { type: 'audio/pcm', rate: 24000 } }, undefined],
    ['out', undefined, { format: { type: 'audio/pcm', rate: 24000 } }],
  ])('is misconfigured when audio %s is not confirmed as µ-law', async (_way, input, output) => {
    const server = scripted();
    const { failed } = connectTo(await server.listen());
    const peer = await server.peers.find(() => true);
    peer.open();
    await peer.frame('session.update');
    peer.confirm(input, output);
    expect(await failed()).toMatchObject({ failure: 'misconfigured' });
  });

  it('is misconfigured when a later update takes µ-law back', async () => {
    const { peer, failed } = await ready(scripted());
    peer.confirm({ format: { type: 'audio/pcm', rate: 24000 } });
    expect(await failed()).toMatchObject({ failure: 'misconfigured' });
  });

  it('gives up after ten seconds without a confirmed session', async () => {
    const server = scripted();
    const { clock, failed } = connectTo(await server.listen());
    const peer = await server.peers.find(() => true);
    peer.open();
    await peer.frame('session.update');
    clock.advance(10_000);
    expect(await failed()).toMatchObject({ failure: 'unreachable', detail: /did not get ready/ });
    await once(peer.socket, 'close');
  });

  it('gives up after ten seconds without an answer to the dial', async () => {
    const server = scripted({ refuse: () => undefined });
    const { clock, failed } = connectTo(await server.listen());
    const socket = await server.sockets.find(() => true);
    clock.advance(10_000);
    expect(await failed()).toMatchObject({ failure: 'unreachable' });
    await once(socket, 'close');
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a service that does not take the call', () => {
  it('is refused without a key, later than connect returns', async () => {
    const { events, clock, failed } = connectWithoutKey('ws://127.0.0.1:9/');
    expect(events.all).toEqual([]);
    clock.advance(0);
    expect(await failed()).toMatchObject({ failure: 'refused', detail: 'There is no OpenAI key' });
  });

  it('is refused with a key that cannot stand in a header', async () => {
    const { clock, failed, events } = connectTo('ws://127.0.0.1:9/', `${KEY}\r\nx: y`);
    clock.advance(0);
    expect(await failed()).toMatchObject({ failure: 'refused' });
    expect(JSON.stringify(events.all)).not.toContain(KEY);
  });

  it.each([
    ['401 Unauthorized', 'refused'],
    ['403 Forbidden', 'refused'],
    ['404 Not Found', 'refused'],
    ['302 Found', 'unreachable'],
    ['429 Too Many Requests', 'unreachable'],
    ['503 Service Unavailable', 'unreachable'],
  ])('answers %s: %s', async (status, failure) => {
    const { failed, clock, events } = connectTo(await refusing(status).listen());
    const detail = `The model service answered HTTP ${status.slice(0, 3)}`;
    expect(await failed()).toEqual({ type: 'failed', failure, detail });
    expect(clock.pendingTimers).toBe(0);
    expect(events.all).toHaveLength(1);
  });

  it('says that a key belongs to another region, as the service does', async () => {
    const body = JSON.stringify({ error: { code: 'incorrect_hostname', message: 'Use eu.api.openai.com' } });
    const head = `HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}`;
    const server = new ScriptedServer({ refuse: (socket) => socket.end(`${head}\r\n\r\n${body}`) });
    servers.push(server);
    const { failed } = connectTo(await server.listen());
    expect(await failed()).toMatchObject({ failure: 'refused', detail: /\(incorrect_hostname\): the key belongs to/ });
  });

  it('is not there', async () => {
    const server = scripted();
    const url = await server.listen();
    server.close();
    const { failed, seen } = connectTo(url);
    const detail = 'The connection to the model service failed (ECONNREFUSED)';
    expect(await failed()).toEqual({ type: 'failed', failure: 'unreachable', detail });
    expect(seen).toEqual([[DEFAULT_AGENT.model, 'failing', detail]]);
  });

  it.each([true, false])('has shut the beta down; it says so before closing: %s', async (says) => {
    const server = scripted();
    const { failed } = connectTo(await server.listen());
    const peer = await server.peers.find(() => true);
    if (says) peer.send({ type: 'error', error: { type: 'invalid_request_error', code: 'beta_api_shape_disabled' } });
    peer.socket.close(4000, 'invalid_request_error.beta_api_shape_disabled');
    expect(await failed()).toMatchObject({ failure: 'misconfigured' });
  });

  it('closes before the session is ready: not lost, never reached', async () => {
    const server = scripted();
    const { failed } = connectTo(await server.listen());
    (await server.peers.find(() => true)).socket.close(1001);
    expect(await failed()).toMatchObject({ failure: 'unreachable' });
  });
});

describe('closing', () => {
  it('while dialling leaves no socket and no timer, and says nothing', async () => {
    const server = scripted({ refuse: () => undefined });
    const { leg, clock, events } = connectTo(await server.listen());
    const socket = await server.sockets.find(() => true);
    leg.close();
    expect(clock.pendingTimers).toBe(0);
    await once(socket, 'close');
    expect(events.all).toEqual([]);
  });

  it('in the instant of connect leaves no socket either', async () => {
    const server = scripted();
    const url = await server.listen();
    const { leg, clock, events } = connectTo(url);
    leg.close();
    expect(clock.pendingTimers).toBe(0);
    const next = connectTo(url);
    await server.peers.find(() => true);
    expect(server.peers.all).toHaveLength(1);
    expect(events.all).toEqual([]);
    next.leg.close();
  });

  it('when ready is polite and final', async () => {
    const { leg, peer, clock, events } = await ready(scripted());
    leg.close();
    leg.close();
    leg.appendAudio('AAAA');
    peer.send({ type: 'input_audio_buffer.speech_started', item_id: 'item_1', audio_start_ms: 0 });
    const [code] = (await once(peer.socket, 'close')) as [number];
    expect(code).toBe(1000);
    expect(events.all.map(({ type }) => type)).toEqual(['ready']);
    expect(peer.frames.all).toHaveLength(1);
    clock.advance(1000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('cuts a service that does not close its side within a second', async () => {
    const { leg, peer, clock } = await ready(scripted());
    peer.socket.pause();
    const closed = once(peer.socket, 'close');
    leg.close();
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1000);
    peer.socket.resume();
    await closed;
    expect(clock.pendingTimers).toBe(0);
  });
});
