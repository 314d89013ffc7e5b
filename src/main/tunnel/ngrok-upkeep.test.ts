import { describe, expect, it } from 'vitest';
import { DOUBT_LIMIT_MS, SILENCE_LIMIT_MS } from './ngrok-session';
import { EDGE_GRACE_MS } from './ngrok-tunnel';
import { BASE, beatFor, pass, startUp } from './ngrok-tunnel.fixture';
import { settle } from './scripted-ngrok.fixture';

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
      const state = tunnel.changes.get();
      expect(state).toMatchObject({ phase: 'failing', code: 'session-lost' });
      const waitMs =
        (state.phase === 'failing' && state.retryAtMs !== undefined ? state.retryAtMs : 0) - clock.wallMs();
      waits.push(waitMs);
      clock.advance(waitMs);
      await settle();
      expect(tunnel.changes.get().phase).toBe('up');
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
    expect(tunnel.changes.get().phase).toBe('up');
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
    expect(tunnel.changes.get()).toMatchObject({ code: 'data-used-up', retryAtMs: clock.wallMs() + 1000 });
    expect(ngrok.last.closed).toEqual(['listener', 'session']);
    await pass(clock, 1000);
    ngrok.last.takeAway(new Error('error on join: ListenerClosed { message: "?", error_code: None }'));
    await settle();
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'session-lost' });
    await pass(clock, 2000);
    ngrok.last.takeAway(new Error('ERR_NGROK_103'));
    await settle();
    expect(tunnel.changes.get()).toMatchObject({ code: 'account-suspended' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells the new address when ngrok gave another', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    ngrok.url = 'https://other.ngrok-free.app';
    ngrok.last.breakDown();
    await settle();
    expect(tunnel.changes.get()).toEqual({ phase: 'up', publicBase: new URL('https://other.ngrok-free.app') });
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
    expect(tunnel.changes.get().phase).toBe('up');
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

describe('a report from outside', () => {
  const used = { ok: false, failure: 'tunnel-error', code: 'ERR_NGROK_725' } as const;

  it('makes it failing with the address kept, and up again', async () => {
    const { tunnel, states } = await startUp();
    tunnel.report(BASE, used);
    tunnel.report(BASE, used);
    expect(tunnel.changes.get()).toMatchObject({ code: 'data-used-up', vendorCode: 'ERR_NGROK_725', publicBase: BASE });
    tunnel.report(BASE, { ok: true });
    expect(states.map((state) => state.phase)).toEqual(['connecting', 'up', 'failing', 'up']);
  });

  it('about an address we no longer have says nothing', async () => {
    const { tunnel } = await startUp();
    tunnel.report(new URL('https://other.ngrok-free.app'), used);
    expect(tunnel.changes.get().phase).toBe('up');
  });

  it('that ngrok knows of no session has another built, once the address had time to become known', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    const offline = { ok: false, failure: 'tunnel-error', code: 'ERR_NGROK_3200' } as const;
    tunnel.report(BASE, offline);
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'endpoint-offline' });
    ngrok.last.beat();
    await pass(clock, EDGE_GRACE_MS);
    tunnel.report(BASE, offline);
    await pass(clock, 1000);
    expect(ngrok.sessions).toHaveLength(2);
    expect(tunnel.changes.get().phase).toBe('up');
  });

  it('of a silent address has the session proved by its next heartbeat', async () => {
    const { ngrok, clock, tunnel } = await startUp();
    await beatFor(ngrok, clock, 90_000);
    tunnel.report(BASE, { ok: false, failure: 'timed-out' });
    expect(tunnel.changes.get()).toMatchObject({ phase: 'failing', code: 'public-timed-out', publicBase: BASE });
    await pass(clock, DOUBT_LIMIT_MS);
    expect(ngrok.sessions).toHaveLength(2);
  });
});
