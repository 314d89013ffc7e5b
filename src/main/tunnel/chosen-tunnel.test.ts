import { describe, expect, it } from 'vitest';
import { ManualClock } from '../ports/manual-clock.fixture';
import { ChosenTunnel, type TunnelChoice } from './chosen-tunnel';
import { keepingLog, ScriptedNgrok, settle } from './scripted-ngrok.fixture';

const NGROK: TunnelChoice = { kind: 'ngrok', authtoken: 'first-token', domain: undefined };

function build(choice: TunnelChoice) {
  const ngrok = new ScriptedNgrok();
  const clock = new ManualClock();
  const chosen = { choice };
  const { log } = keepingLog();
  const tunnel = new ChosenTunnel({ choice: () => chosen.choice, version: '1', clock, log, load: ngrok.load });
  const phases: string[] = [];
  tunnel.onChange((state) => phases.push(state.phase));
  return { ngrok, clock, chosen, tunnel, phases };
}

describe('the tunnel of the user’s choice', () => {
  it('is closed before one with another token is opened in its place', async () => {
    const { ngrok, clock, chosen, tunnel, phases } = build(NGROK);
    tunnel.start(5050);
    await settle();
    ngrok.closing = 'never';
    chosen.choice = { ...NGROK, authtoken: 'second-token' };
    tunnel.refresh();
    await settle();
    expect(ngrok.sessions.map((session) => session.token)).toEqual(['first-token']);
    expect(tunnel.state().phase).toBe('connecting');
    for (let ms = 0; ms < 3000; ms += 500) {
      clock.advance(500);
      await settle();
    }
    expect(ngrok.sessions.map((session) => session.token)).toEqual(['first-token', 'second-token']);
    expect(ngrok.sessions[0]?.closed).toContain('session');
    expect(tunnel.state().phase).toBe('up');
    expect(phases).toEqual(['connecting', 'up', 'connecting', 'connecting', 'up']);
  });

  it('changes kind while it runs', async () => {
    const { ngrok, clock, chosen, tunnel } = build({ kind: 'this-machine' });
    tunnel.start(5050);
    expect(tunnel.kind()).toBe('this-machine');
    expect(tunnel.state()).toEqual({ phase: 'up', publicBase: new URL('http://127.0.0.1:5050') });
    chosen.choice = NGROK;
    tunnel.refresh();
    await settle();
    expect(tunnel.kind()).toBe('ngrok');
    expect(tunnel.state()).toEqual({ phase: 'up', publicBase: new URL('https://desk.ngrok-free.app') });
    chosen.choice = { kind: 'own-url', publicUrl: new URL('https://phone.example.com/desk') };
    tunnel.refresh();
    await settle();
    expect(tunnel.state()).toEqual({ phase: 'up', publicBase: new URL('https://phone.example.com/desk') });
    expect(ngrok.online).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('tries again what failed when nothing changed', async () => {
    const { ngrok, tunnel } = build(NGROK);
    ngrok.connecting = new Error('error_code: ERR_NGROK_123');
    tunnel.start(5050);
    await settle();
    expect(tunnel.state()).toMatchObject({ code: 'email-not-verified' });
    ngrok.connecting = 'answer';
    tunnel.refresh();
    await settle();
    expect(tunnel.state().phase).toBe('up');
  });

  it('passes on nudges and reports', async () => {
    const { ngrok, tunnel } = build(NGROK);
    ngrok.connecting = new Error('failed to establish tcp connection');
    tunnel.start(5050);
    await settle();
    ngrok.connecting = 'answer';
    tunnel.nudge('network-changed');
    await settle();
    tunnel.report(new URL('https://desk.ngrok-free.app'), { ok: false, failure: 'unknown-host' });
    expect(tunnel.state()).toMatchObject({ phase: 'failing', code: 'public-unknown-host' });
  });

  it('is off at once when it is stopped in the middle of a change, and starts with the new choice', async () => {
    const { ngrok, clock, chosen, tunnel } = build(NGROK);
    tunnel.start(5050);
    await settle();
    chosen.choice = { ...NGROK, authtoken: 'second-token' };
    tunnel.refresh();
    const stopped = tunnel.stop();
    expect(tunnel.state()).toEqual({ phase: 'off' });
    await stopped;
    await settle();
    expect(ngrok.sessions).toHaveLength(1);
    expect(ngrok.online).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    tunnel.start(5050);
    await settle();
    expect(ngrok.last.token).toBe('second-token');
    expect(tunnel.state().phase).toBe('up');
  });

  it('is not done stopping before the one it replaces is closed', async () => {
    const { ngrok, clock, chosen, tunnel } = build(NGROK);
    tunnel.start(5050);
    await settle();
    ngrok.closing = 'never';
    chosen.choice = { kind: 'this-machine' };
    tunnel.refresh();
    let isStopped = false;
    void tunnel.stop().then(() => (isStopped = true));
    await settle();
    expect(isStopped).toBe(false);
    for (let ms = 0; ms < 3000; ms += 500) {
      clock.advance(500);
      await settle();
    }
    expect(isStopped).toBe(true);
    expect(tunnel.state()).toEqual({ phase: 'off' });
  });

  it('waits for the change when it is started again within it', async () => {
    const { ngrok, clock, chosen, tunnel } = build(NGROK);
    tunnel.start(5050);
    await settle();
    ngrok.closing = 'never';
    chosen.choice = { ...NGROK, authtoken: 'second-token' };
    tunnel.refresh();
    void tunnel.stop();
    tunnel.start(6060);
    await settle();
    expect(tunnel.state().phase).toBe('connecting');
    expect(ngrok.sessions).toHaveLength(1);
    for (let ms = 0; ms < 3000; ms += 500) {
      clock.advance(500);
      await settle();
    }
    expect(ngrok.last).toMatchObject({ token: 'second-token', forwardedTo: 'http://127.0.0.1:6060' });
  });

  it('takes a new choice while it is off', async () => {
    const { ngrok, chosen, tunnel, phases } = build(NGROK);
    chosen.choice = { kind: 'this-machine' };
    tunnel.refresh();
    await settle();
    expect(phases).toEqual([]);
    tunnel.start(5050);
    expect(tunnel.state().phase).toBe('up');
    expect(ngrok.sessions).toHaveLength(0);
  });
});
