import { ManualClock } from '../ports/manual-clock.fixture';
import type { TunnelState } from '../ports/ports-lines';
import { NgrokTunnel } from './ngrok-tunnel';
import { keepingLog, ScriptedNgrok, settle } from './scripted-ngrok.fixture';

/** Token of these tests, which must not appear anywhere. */
export const TOKEN = '2canaryTOKENneverToBeSeen_7Q';
export const HOUR_MS = 3_600_000;

/** Starts a tunnel whose dependencies are all scripted. */
export function start(
  options: { authtoken?: string | undefined; domain?: string; script?: Partial<ScriptedNgrok> } = {},
) {
  const ngrok = Object.assign(new ScriptedNgrok(), options.script);
  const clock = new ManualClock();
  const { log, lines } = keepingLog();
  const tunnel = new NgrokTunnel({
    authtoken: 'authtoken' in options ? options.authtoken : TOKEN,
    domain: options.domain,
    version: '1.2.3',
    clock,
    log,
    load: ngrok.load,
  });
  const states: TunnelState[] = [];
  tunnel.changes.onChange((state) => states.push(state));
  tunnel.start(5050);
  return { ngrok, clock, tunnel, states, lines };
}

/** Starts a tunnel and brings it up. */
export async function startUp(options: Parameters<typeof start>[0] = {}) {
  const started = start(options);
  await settle();
  if (started.tunnel.changes.get().phase !== 'up') throw new Error('the tunnel did not come up');
  return started;
}

/** Lets time pass in steps, so that pending promises get their turn in between. */
export async function pass(clock: ManualClock, ms: number, stepMs = 500): Promise<void> {
  for (let left = ms; left > 0; left -= stepMs) {
    clock.advance(Math.min(stepMs, left));
    await settle();
  }
}

/** The library's error for a refusal by ngrok. */
export function refused(code: string, message = 'ngrok says no'): Error {
  return new Error(`failed to connect session: ${message} error_code: ERR_NGROK_${code}`);
}

/** The library's error when it reached nobody. */
export const NO_NETWORK = new Error('failed to connect session: failed to establish tcp connection');

/** The first address. */
export const BASE = new URL('https://desk.ngrok-free.app');

/** Keeps the newest session alive for `ms`. */
export async function beatFor(ngrok: ScriptedNgrok, clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5000) {
    clock.advance(5000);
    ngrok.last.beat();
    await settle();
  }
}
