import type { Clock, Dispose, Log } from '../ports/ports';
import type { ReachProof, TunnelState } from '../ports/ports-lines';
import { faultOfCode, type NgrokFault } from './ngrok-error';
import { loadNgrok, type LoadedNgrok } from './ngrok-module';
import { HeartbeatWatch, NgrokSession } from './ngrok-session';
import { failing, retryAfter } from './tunnel-failures';
import { Changes, type TunnelWay } from './tunnel-way';

/** Delays between successive attempts, in ms; the last one repeats. */
const BACK_OFF_MS = [1000, 2000, 5000, 10_000, 30_000, 60_000] as const;

/** Uptime after which the next loss counts as the first, in ms. */
const STEADY_MS = 60_000;

/** Counts attempts and spaces them out, so that neither an outage nor a tunnel that falls at once causes a storm of them. */
class BackOff {
  private used = 0;

  /** Number of the next attempt, from 1. */
  get attempt(): number {
    return this.used + 1;
  }

  /** Delay after a failed attempt. */
  next(): number {
    const delayMs = BACK_OFF_MS[Math.min(this.used, BACK_OFF_MS.length - 1)] ?? 0;
    this.used += 1;
    return delayMs;
  }

  /** Delay after a loss; 0 when the tunnel had been up long enough. */
  afterLoss(upForMs: number): number {
    if (upForMs < STEADY_MS) return this.next();
    this.reset();
    return 0;
  }

  reset(): void {
    this.used = 0;
  }
}

/**
 * Grace period of a new address, in ms. Not all of ngrok's edges know it at once; being offline there is no reason to rebuild
 * yet.
 */
export const EDGE_GRACE_MS = 10_000;

export interface NgrokTunnelParts {
  readonly authtoken: string | undefined;
  /** Domain as entered: `name.ngrok.app` or a whole URL. Undefined or empty means the account's own domain. */
  readonly domain: string | undefined;
  /** Switchboard's own version, reported to ngrok. */
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly load?: () => LoadedNgrok;
}

const LOST: NgrokFault = { fault: 'session-lost' };

/** Address of a tunnel that is up, and the time since when. */
interface OpenTunnel {
  readonly publicBase: URL;
  readonly atMs: number;
}

/**
 * A tunnel through ngrok, supervised by Switchboard: a lost or silent session is closed and another one built. Token and domain
 * are fixed; to change them, build another tunnel.
 */
export class NgrokTunnel implements TunnelWay {
  readonly changes = new Changes<TunnelState>({ phase: 'off' });
  private readonly backOff = new BackOff();
  private readonly watch: HeartbeatWatch;
  /** Undefined while the tunnel is off. */
  private localPort: number | undefined;
  /** The session being opened or up. Earlier ones are closed and report nothing more. */
  private session: NgrokSession | undefined;
  private current: OpenTunnel | undefined;
  private closing: Promise<unknown> = Promise.resolve();
  private cancelRetry: Dispose | undefined;
  private sinceMs = 0;

  constructor(private readonly parts: NgrokTunnelParts) {
    this.watch = new HeartbeatWatch(parts.clock, () => this.lost(LOST, { isDead: true }));
  }

  kind(): 'ngrok' {
    return 'ngrok';
  }

  start(localPort: number): void {
    if (this.localPort !== undefined) return;
    this.localPort = localPort;
    this.sinceMs = this.parts.clock.wallMs();
    this.backOff.reset();
    this.attempt();
  }

  async stop(): Promise<void> {
    if (this.localPort !== undefined) {
      this.localPort = undefined;
      this.cancelWaiting();
      this.drop();
      this.changes.set({ phase: 'off' });
    }
    await this.closing;
  }

  nudge(): void {
    if (this.session !== undefined) this.watch.doubt();
    else if (this.cancelRetry !== undefined) this.refresh();
  }

  refresh(): void {
    if (this.session !== undefined) return;
    this.backOff.reset();
    this.attempt();
  }

  report(publicBase: URL, proof: ReachProof): void {
    const { current } = this;
    if (current?.publicBase.href !== publicBase.href) return;
    if (proof.ok) {
      if (this.changes.get().phase === 'failing') this.changes.set({ phase: 'up', publicBase: current.publicBase });
      return;
    }
    const said = faultOfCode(proof.code ?? '');
    const upForMs = this.parts.clock.nowMs() - current.atMs;
    if (said?.fault === 'endpoint-offline' && upForMs >= EDGE_GRACE_MS) {
      this.lost(LOST);
      return;
    }
    this.watch.doubt();
    const code = said?.fault ?? (`public-${proof.failure}` as const);
    const now = this.changes.get();
    if (now.phase === 'failing' && now.code === code) return;
    this.changes.set(failing(code, { vendorCode: proof.code, publicBase: current.publicBase }));
  }

  private attempt(): void {
    this.cancelWaiting();
    const { localPort, parts } = this;
    if (localPort === undefined || this.session !== undefined) return;
    const { authtoken, domain, version, clock } = parts;
    if (authtoken === undefined) {
      this.fail({ fault: 'no-token' });
      return;
    }
    const loaded = (parts.load ?? loadNgrok)();
    if (!loaded.ok) {
      this.fail(loaded.fault);
      return;
    }
    const session = new NgrokSession({
      module: loaded.module,
      authtoken,
      domain,
      version,
      localPort,
      clock,
      watch: this.watch,
      onLost: (fault) => this.lost(fault),
    });
    this.session = session;
    this.changes.set({ phase: 'connecting', attempt: this.backOff.attempt, sinceMs: this.sinceMs });
    void this.open(session);
  }

  private async open(session: NgrokSession): Promise<void> {
    await this.closing;
    const opened = await session.open();
    if (this.session !== session) return;
    if (opened.ok) {
      this.current = { publicBase: opened.publicBase, atMs: this.parts.clock.nowMs() };
      this.watch.start();
      this.parts.log.info('tunnel-up');
      this.changes.set({ phase: 'up', publicBase: opened.publicBase });
    } else {
      this.drop();
      this.fail(opened.fault);
    }
  }

  private lost(fault: NgrokFault, how = { isDead: false }): void {
    const { current } = this;
    const { clock } = this.parts;
    this.drop(how);
    if (current !== undefined) this.sinceMs = clock.wallMs();
    if (current === undefined || fault.vendorCode !== undefined) {
      this.fail(fault);
      return;
    }
    const waitMs = this.backOff.afterLoss(clock.nowMs() - current.atMs);
    if (waitMs > 0) {
      this.waitFor(waitMs, fault);
    } else {
      this.parts.log.warn('tunnel-lost');
      this.attempt();
    }
  }

  private fail(fault: NgrokFault): void {
    if (retryAfter(fault.fault) === 'soon') {
      this.waitFor(this.backOff.next(), fault);
      return;
    }
    this.logFault(fault);
    this.changes.set(failing(fault.fault, { vendorCode: fault.vendorCode }));
  }

  private waitFor(waitMs: number, fault: NgrokFault): void {
    this.logFault(fault);
    this.cancelRetry = this.parts.clock.after(waitMs, () => this.attempt());
    const retryAtMs = this.parts.clock.wallMs() + waitMs;
    this.changes.set(failing(fault.fault, { vendorCode: fault.vendorCode, retryAtMs }));
  }

  private cancelWaiting(): void {
    this.cancelRetry?.();
    this.cancelRetry = undefined;
  }

  private drop(how = { isDead: false }): void {
    this.watch.stop();
    const { session } = this;
    this.session = undefined;
    this.current = undefined;
    if (session !== undefined) this.closing = Promise.all([this.closing, session.close(how)]);
  }

  private logFault({ fault, vendorCode }: NgrokFault): void {
    this.parts.log.warn('tunnel-failing', { fault, ...(vendorCode !== undefined && { vendorCode }) });
  }
}
