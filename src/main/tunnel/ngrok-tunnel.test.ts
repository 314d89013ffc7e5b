import { describe, expect, it } from 'vitest';
import { ManualClock } from '../ports/manual-clock.fixture';
import { OPEN_LIMIT_MS } from './ngrok-session';
import { NgrokTunnel } from './ngrok-tunnel';
import { BASE, HOUR_MS, NO_NETWORK, pass, refused, start, startUp, TOKEN } from './ngrok-tunnel.fixture';
import { keepingLog, settle } from './scripted-ngrok.fixture';

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
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'no-token' });
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
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'addon-needs-runtime' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses an address that the carrier could not call', async () => {
    const { tunnel } = start({ script: { url: 'http://desk.ngrok.example' } });
    await settle();
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'address-not-understood' });
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
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'network-down' });
  });

  it('stop for good at what only a person can change, until asked', async () => {
    const { ngrok, clock, tunnel } = start({ script: { connecting: refused('107') } });
    await settle();
    expect(tunnel.changes.get()).toMatchObject({
      phase: 'failing',
      code: 'token-refused',
      vendorCode: 'ERR_NGROK_107',
    });
    expect(tunnel.changes.get()).not.toHaveProperty('retryAtMs');
    expect(clock.pendingTimers).toBe(0);
    tunnel.nudge();
    await pass(clock, HOUR_MS, HOUR_MS);
    expect(ngrok.sessions).toHaveLength(1);
    ngrok.connecting = 'answer';
    tunnel.refresh();
    await settle();
    expect(tunnel.changes.get().phase).toBe('up');
  });

  it('never repeat what ngrok says, for it says the token', async () => {
    const { tunnel, lines } = start({ script: { connecting: refused('105', `Your authtoken: ${TOKEN}`) } });
    await settle();
    expect(tunnel.changes.get()).toMatchObject({ code: 'token-malformed' });
    expect(JSON.stringify([tunnel.changes.get(), lines])).not.toContain(TOKEN);
    expect(lines).toEqual(['{"code":"tunnel-failing","fault":"token-malformed","vendorCode":"ERR_NGROK_105"}']);
  });

  it('read the code of a refused address from its text, and close that session', async () => {
    const { ngrok, tunnel } = start({ script: { listening: refused('334') } });
    await settle();
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'address-in-use' });
    expect(ngrok.online).toBe(0);
  });

  it('are given up after a while, and one that succeeds too late is closed', async () => {
    const { ngrok, clock, tunnel } = start({ script: { connecting: 'never' } });
    await settle();
    await pass(clock, OPEN_LIMIT_MS);
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'timed-out' });
    const late = ngrok.last;
    ngrok.connecting = 'answer';
    await pass(clock, 1000);
    expect(tunnel.changes.get().phase).toBe('up');
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
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', retryAtMs: clock.wallMs() + 1000 });
  });
});

describe('stopping', () => {
  it('closes what is up and leaves no timer', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    const stopped = tunnel.stop();
    expect(tunnel.changes.get()).toEqual({ phase: 'off' });
    await stopped;
    expect(ngrok.last.closed).toEqual(['listener', 'session']);
    expect(clock.pendingTimers).toBe(0);
    ngrok.last.breakDown();
    tunnel.nudge();
    tunnel.refresh();
    await pass(clock, HOUR_MS, HOUR_MS);
    expect(ngrok.sessions).toHaveLength(1);
    expect(tunnel.changes.get()).toEqual({ phase: 'off' });
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
    expect(tunnel.changes.get()).toMatchObject({ phase: 'connecting', attempt: 1, sinceMs: clock.wallMs() });
    await settle();
    expect(ngrok.last.forwardedTo).toBe('http://127.0.0.1:6060');
  });
});
