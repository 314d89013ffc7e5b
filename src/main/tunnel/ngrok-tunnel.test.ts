import { describe, expect, it } from 'vitest';
import { ManualClock } from '../manual-clock.fixture';
import type { TunnelState } from '../ports';
import { DOUBT_LIMIT_MS, SILENCE_LIMIT_MS } from './heartbeat-watch';
import { EDGE_GRACE_MS, NgrokTunnel } from './ngrok-tunnel';
import { OPEN_LIMIT_MS } from './ngrok-session';
import { keepingLog, ScriptedNgrok, settle } from './scripted-ngrok.fixture';

const TOKEN = '2canaryTOKENneverToBeSeen_7Q';
const HOUR_MS = 3_600_000;

function start(options: { authtoken?: string | undefined; domain?: string; script?: Partial<ScriptedNgrok> } = {}) {
  const ngrok = Object.assign(new ScriptedNgrok(), options.script);
  const clock = new ManualClock();
  const { log, lines } = keepingLog();
  const { authtoken = TOKEN, domain } = options;
  const tunnel = new NgrokTunnel({
    authtoken: 'authtoken' in options ? options.authtoken : authtoken,
    domain,
    version: '1.2.3',
    clock,
    log,
    load: ngrok.load,
  });
  const states: TunnelState[] = [];
  tunnel.onChange((state) => states.push(state));
  tunnel.start(5050);
  return { ngrok, clock, tunnel, states, lines };
}

async function startUp(options: Parameters<typeof start>[0] = {}) {
  const started = start(options);
  await settle();
  expect(started.tunnel.state().phase).toBe('up');
  return started;
}

/** Lets time pass in steps, so that what waits for promises gets its turn between. */
async function pass(clock: ManualClock, ms: number, stepMs = 500): Promise<void> {
  for (let left = ms; left > 0; left -= stepMs) {
    clock.advance(Math.min(stepMs, left));
    await settle();
  }
}

function refused(code: string, message = 'ngrok says no'): Error {
  return new Error(`failed to connect session: ${message} error_code: ERR_NGROK_${code}`);
}

const NO_NETWORK = new Error('failed to connect session: failed to establish tcp connection');
const BASE = new URL('https://desk.ngrok-free.app');

describe('a tunnel through ngrok', () => {
  it('connects, names its domain and leads to the port of this machine', async () => {
    const { ngrok, states } = await startUp({ domain: ' https://Desk.ngrok-free.app/ignored ' });
    expect(states.map((state) => state.phase)).toEqual(['connecting', 'up']);
    expect(states.at(-1)).toEqual({ phase: 'up', publicBase: BASE });
    expect(ngrok.last).toMatchObject({
      token: TOKEN,
      domain: 'Desk.ngrok-free.app',
      forwardedTo: 'http://127.0.0.1:5050',
      heartbeat: { intervalS: 5, toleranceS: 10 },
    });
  });

  it('asks for no domain when none was entered, and starts once', async () => {
    const { ngrok, tunnel } = await startUp({ domain: '  ' });
    tunnel.start(5050);
    await settle();
    expect(ngrok.sessions).toHaveLength(1);
    expect(ngrok.last.domain).toBeUndefined();
  });

  it('needs no library to say that there is no token', async () => {
    const { ngrok, tunnel, clock } = start({ authtoken: undefined });
    await settle();
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'no-token' });
    expect(ngrok.loads).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('says what to do when the library cannot be loaded, and does not try again by itself', async () => {
    const clock = new ManualClock();
    const fault = { fault: 'addon-needs-runtime' } as const;
    const load = () => ({ ok: false, fault }) as const;
    const { log } = keepingLog();
    const tunnel = new NgrokTunnel({ authtoken: TOKEN, domain: undefined, version: '1', clock, log, load });
    tunnel.start(5050);
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'addon-needs-runtime' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses an address that the carrier could not call', async () => {
    const { tunnel } = start({ script: { url: 'http://desk.ngrok.example' } });
    await settle();
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'address-not-understood' });
  });
});

describe('attempts', () => {
  it('follow the back-off to its cap, and go on', async () => {
    const { ngrok, clock, tunnel, states } = start({ script: { connecting: NO_NETWORK } });
    const atMs: number[] = [];
    for (let seconds = 0; seconds <= 230; seconds += 1) {
      await settle();
      while (atMs.length < ngrok.sessions.length) atMs.push(clock.nowMs());
      clock.advance(1000);
    }
    expect(atMs).toEqual([0, 1, 3, 8, 18, 48, 108, 168, 228].map((seconds) => seconds * 1000));
    expect(states.filter((state) => state.phase === 'connecting').map(({ attempt }) => attempt)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'network-down' });
  });

  it('stop for good at what only a person can change, until asked', async () => {
    const { ngrok, clock, tunnel } = start({ script: { connecting: refused('107') } });
    await settle();
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'token-refused', vendorCode: 'ERR_NGROK_107' });
    expect(tunnel.state()).not.toHaveProperty('retryAtMs');
    expect(clock.pendingTimers).toBe(0);
    tunnel.nudge();
    await pass(clock, HOUR_MS, HOUR_MS);
    expect(ngrok.sessions).toHaveLength(1);
    ngrok.connecting = 'answer';
    tunnel.refresh();
    await settle();
    expect(tunnel.state().phase).toBe('up');
  });

  it('never repeat what ngrok says, for it says the token', async () => {
    const { tunnel, lines } = start({ script: { connecting: refused('105', `Your authtoken: ${TOKEN}`) } });
    await settle();
    expect(tunnel.state()).toMatchObject({ code: 'token-malformed' });
    expect(JSON.stringify([tunnel.state(), lines])).not.toContain(TOKEN);
    expect(lines).toEqual(['{"code":"tunnel-failing","fault":"token-malformed","vendorCode":"ERR_NGROK_105"}']);
  });

  it('read the code of a refused address from its text, and close that session', async () => {
    const { ngrok, tunnel } = start({ script: { listening: refused('334') } });
    await settle();
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'address-in-use' });
    expect(ngrok.online).toBe(0);
  });

  it('are given up after a while, and one that succeeds too late is closed', async () => {
    const { ngrok, clock, tunnel } = start({ script: { connecting: 'never' } });
    await settle();
    await pass(clock, OPEN_LIMIT_MS);
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'timed-out' });
    const late = ngrok.last;
    ngrok.connecting = 'answer';
    await pass(clock, 1000);
    expect(tunnel.state().phase).toBe('up');
    late.connectLate();
    await settle();
    expect(late.closed).toEqual(['session']);
    expect(ngrok.online).toBe(1);
  });

  it('are made at once on a nudge, with the back-off begun anew', async () => {
    const { ngrok, clock, tunnel } = start({ script: { connecting: NO_NETWORK } });
    await pass(clock, 20_000);
    const before = ngrok.sessions.length;
    tunnel.nudge();
    await settle();
    expect(ngrok.sessions).toHaveLength(before + 1);
    expect(tunnel.state()).toMatchObject({ phase: 'failing', retryAtMs: clock.wallMs() + 1000 });
  });
});

describe('a session that is lost', () => {
  it('is not left to reconnect by itself: another is built at once', async () => {
    const { ngrok, clock, states } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    const old = ngrok.last;
    expect(old.breakDown()).toBe(false);
    await settle();
    expect(old.closed).toEqual(['session', 'listener']);
    expect(ngrok.sessions).toHaveLength(2);
    expect(states.map((state) => state.phase)).toEqual(['connecting', 'up', 'connecting', 'up']);
    expect(states[2]).toEqual({ phase: 'connecting', attempt: 1, sinceMs: clock.wallMs() });
  });

  it('is followed by waits when it had not stood for long', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    const waits: number[] = [];
    for (let loss = 0; loss < 4; loss += 1) {
      ngrok.last.breakDown();
      await settle();
      const state = tunnel.state();
      expect(state).toMatchObject({ phase: 'failing', code: 'session-lost' });
      const waitMs =
        (state.phase === 'failing' && state.retryAtMs !== undefined ? state.retryAtMs : 0) - clock.wallMs();
      waits.push(waitMs);
      clock.advance(waitMs);
      await settle();
      expect(tunnel.state().phase).toBe('up');
    }
    expect(waits).toEqual([1000, 2000, 5000, 10_000]);
  });

  it('is noticed by a missed heartbeat', async () => {
    const { ngrok, clock } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    ngrok.last.beat(null);
    await settle();
    expect(ngrok.sessions).toHaveLength(2);
  });

  it('is noticed when the heartbeats just stop', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    await pass(clock, SILENCE_LIMIT_MS - 1);
    expect(ngrok.sessions).toHaveLength(1);
    await pass(clock, 1);
    expect(ngrok.sessions).toHaveLength(2);
    expect(ngrok.sessions[0]?.closed).toEqual(['session', 'listener']);
    expect(tunnel.state().phase).toBe('up');
  });

  it('does not disturb the next one by what it still says', async () => {
    const { ngrok, clock, states } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    const old = ngrok.last;
    old.breakDown();
    await settle();
    const before = states.length;
    expect(old.breakDown()).toBe(false);
    old.beat(null);
    await settle();
    expect(states).toHaveLength(before);
    expect(ngrok.sessions).toHaveLength(2);
    await pass(clock, SILENCE_LIMIT_MS - 1);
    old.beat();
    await pass(clock, 1);
    expect(states.at(-1)).toMatchObject({ phase: 'failing', code: 'session-lost' });
  });

  it('is one that ngrok took the address from, though its heart beats', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    ngrok.last.takeAway(new Error('error on join: ListenerClosed { message: "?", error_code: Some("ERR_NGROK_725") }'));
    await settle();
    expect(tunnel.state()).toMatchObject({ code: 'data-used-up', retryAtMs: clock.wallMs() + 1000 });
    expect(ngrok.last.closed).toEqual(['listener', 'session']);
    await pass(clock, 1000);
    ngrok.last.takeAway(new Error('error on join: ListenerClosed { message: "?", error_code: None }'));
    await settle();
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'session-lost' });
    await pass(clock, 2000);
    ngrok.last.takeAway(new Error('ERR_NGROK_103'));
    await settle();
    expect(tunnel.state()).toMatchObject({ code: 'account-suspended' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells the new address when ngrok gave another', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    ngrok.url = 'https://other.ngrok-free.app';
    ngrok.last.breakDown();
    await settle();
    expect(tunnel.state()).toEqual({ phase: 'up', publicBase: new URL('https://other.ngrok-free.app') });
  });

  it('is replaced though closing it is never answered', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    ngrok.closing = 'never';
    ngrok.last.breakDown();
    await settle();
    expect(ngrok.sessions).toHaveLength(1);
    await pass(clock, 3000);
    expect(ngrok.sessions).toHaveLength(2);
    expect(tunnel.state().phase).toBe('up');
  });
});

describe('a nudge', () => {
  it('leaves a session alone that gives a sign of life', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    tunnel.nudge();
    await pass(clock, DOUBT_LIMIT_MS - 1);
    ngrok.last.beat();
    await pass(clock, DOUBT_LIMIT_MS);
    expect(ngrok.sessions).toHaveLength(1);
  });

  it('has a dead one replaced soon, however often it is repeated', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    for (let ms = 0; ms < DOUBT_LIMIT_MS; ms += 1000) {
      tunnel.nudge();
      await pass(clock, 1000, 1000);
    }
    expect(ngrok.sessions).toHaveLength(2);
  });
});

describe('stopping', () => {
  it('closes what is up and leaves no timer', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    const stopped = tunnel.stop();
    expect(tunnel.state()).toEqual({ phase: 'off' });
    await stopped;
    expect(ngrok.last.closed).toEqual(['listener', 'session']);
    expect(clock.pendingTimers).toBe(0);
    ngrok.last.breakDown();
    tunnel.nudge();
    tunnel.refresh();
    await pass(clock, HOUR_MS, HOUR_MS);
    expect(ngrok.sessions).toHaveLength(1);
    expect(tunnel.state()).toEqual({ phase: 'off' });
  });

  it('takes no more than 3 s when nothing answers', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    ngrok.closing = 'never';
    let isStopped = false;
    void tunnel.stop().then(() => (isStopped = true));
    await pass(clock, 3000);
    expect(isStopped).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('during a connect closes what comes of it', async () => {
    const { ngrok, clock, tunnel, states } = start({ script: { connecting: 'never' } });
    await settle();
    await tunnel.stop();
    ngrok.last.connectLate();
    await pass(clock, OPEN_LIMIT_MS);
    expect(ngrok.last.closed).toEqual(['session']);
    expect(states.map((state) => state.phase)).toEqual(['connecting', 'off']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends the waiting for the next attempt, and starting again begins anew', async () => {
    const { ngrok, clock, tunnel } = start({ script: { connecting: NO_NETWORK } });
    await pass(clock, 20_000);
    await tunnel.stop();
    expect(clock.pendingTimers).toBe(0);
    ngrok.connecting = 'answer';
    tunnel.start(6060);
    expect(tunnel.state()).toMatchObject({ phase: 'connecting', attempt: 1, sinceMs: clock.wallMs() });
    await settle();
    expect(ngrok.last.forwardedTo).toBe('http://127.0.0.1:6060');
  });
});

describe('a report from outside', () => {
  const used = { ok: false, failure: 'tunnel-error', code: 'ERR_NGROK_725' } as const;

  it('makes it failing with the address kept, and up again', async () => {
    const { tunnel, states } = await startUp();
    tunnel.report(BASE, used);
    tunnel.report(BASE, used);
    expect(tunnel.state()).toMatchObject({ code: 'data-used-up', vendorCode: 'ERR_NGROK_725', publicBase: BASE });
    tunnel.report(BASE, { ok: true });
    expect(states.map((state) => state.phase)).toEqual(['connecting', 'up', 'failing', 'up']);
  });

  it('about an address we no longer have says nothing', async () => {
    const { tunnel } = await startUp();
    tunnel.report(new URL('https://other.ngrok-free.app'), used);
    expect(tunnel.state().phase).toBe('up');
  });

  it('that ngrok knows of no session has another built, once the address had time to become known', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    const offline = { ok: false, failure: 'tunnel-error', code: 'ERR_NGROK_3200' } as const;
    tunnel.report(BASE, offline);
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'endpoint-offline' });
    ngrok.last.beat();
    await pass(clock, EDGE_GRACE_MS);
    tunnel.report(BASE, offline);
    await pass(clock, 1000);
    expect(ngrok.sessions).toHaveLength(2);
    expect(tunnel.state().phase).toBe('up');
  });

  it('of a silent address has the session proved by its next heartbeat', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    tunnel.report(BASE, { ok: false, failure: 'timed-out' });
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'public-timed-out', publicBase: BASE });
    await pass(clock, DOUBT_LIMIT_MS);
    expect(ngrok.sessions).toHaveLength(2);
  });
});

/** Keeps the newest session alive for as long. */
async function beatFor(ngrok: ScriptedNgrok, clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5000) {
    clock.advance(5000);
    ngrok.last.beat();
    await settle();
  }
}
