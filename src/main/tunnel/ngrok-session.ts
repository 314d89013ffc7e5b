import { within } from '../../shared/std/deadline';
import type { Clock, Dispose } from '../ports/ports';
import { faultOfCode, faultOfError, type NgrokFault } from './ngrok-error';
import type { NgrokConnection, NgrokListener, NgrokModule } from './ngrok-module';
import { publicBaseOf } from './tunnel-way';

/**
 * Time limit of each step of opening, in ms. The library has none of its own, and would wait for ever on a network that
 * swallows everything.
 */
export const OPEN_LIMIT_MS = 15_000;

/** Time limit of each half of closing, in ms; both together fit into the limit of `stop`. */
export const CLOSE_LIMIT_MS = 1400;

export interface NgrokSessionParts {
  readonly module: NgrokModule;
  readonly authtoken: string;
  /** Domain as entered: `name.ngrok.app` or a whole URL. Undefined or empty means the account's own domain. */
  readonly domain: string | undefined;
  readonly version: string;
  readonly localPort: number;
  readonly clock: Clock;
  /** Told of each heartbeat until `close`. */
  readonly watch: HeartbeatWatch;
  /** The connection to ngrok is gone or silent, or has lost its address. May be called more than once, but not after `close`. */
  readonly onLost: (fault: NgrokFault) => void;
}

export type Opened =
  { readonly ok: true; readonly publicBase: URL } | { readonly ok: false; readonly fault: NgrokFault };

interface Closable {
  close(): Promise<void>;
}

type Gained<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: NgrokFault };

const LOST: NgrokFault = { fault: 'session-lost' };
const LATE = { ok: false, fault: { fault: 'timed-out' } } as const;
const CLOSED = { ok: false, fault: LOST } as const;

/** One session with ngrok and its one address, for a single use. It never reconnects by itself: its owner builds another. */
export class NgrokSession {
  private connection: NgrokConnection | undefined;
  private listener: NgrokListener | undefined;
  private isClosed = false;
  private isDead = false;

  constructor(private readonly parts: NgrokSessionParts) {}

  /** Opens the session. Always resolves, within twice `OPEN_LIMIT_MS`. `close` it when the result is not ok. */
  async open(): Promise<Opened> {
    if (this.isClosed) return CLOSED;
    const connection = await this.inTime(this.connect());
    if (!connection.ok) return connection;
    this.connection = connection.value;
    const listener = await this.inTime(this.listen(connection.value));
    if (!listener.ok) return listener;
    this.listener = listener.value;
    listener.value.join().then(
      () => this.lost(LOST),
      (error: unknown) => this.lost(faultOfCode(String(error)) ?? LOST),
    );
    const publicBase = addressOf(listener.value);
    return publicBase === undefined
      ? { ok: false, fault: { fault: 'address-not-understood' } }
      : { ok: true, publicBase };
  }

  /**
   * Releases everything, in any state. Always resolves, within twice `CLOSE_LIMIT_MS`. Closing the listener first frees the
   * address. Over a dead connection that would never be answered, and it would hold a lock that closing the session needs.
   */
  async close(how: { readonly isDead: boolean }): Promise<void> {
    const { connection, listener, isDead } = this;
    this.isClosed = true;
    this.connection = undefined;
    this.listener = undefined;
    const inOrder = isDead || how.isDead ? [connection, listener] : [listener, connection];
    for (const each of inOrder) {
      if (each !== undefined) await within(this.parts.clock, CLOSE_LIMIT_MS, each.close().catch(ignore), undefined);
    }
  }

  private async connect(): Promise<NgrokConnection> {
    const { module, authtoken, version } = this.parts;
    return new module.SessionBuilder()
      .authtoken(authtoken)
      .clientInfo('switchboard', version)
      .metadata(JSON.stringify({ app: 'switchboard' }))
      .heartbeatInterval(HEARTBEAT_INTERVAL_S)
      .heartbeatTolerance(HEARTBEAT_TOLERANCE_S)
      .handleHeartbeat((latencyMs) => {
        if (typeof latencyMs !== 'number') this.died();
        else if (!this.isClosed) this.parts.watch.beat();
      })
      .handleDisconnection(() => {
        this.died();
        // The library's own retries wait for up to hours, without a limit, so this session is over.
        return false;
      })
      .connect();
  }

  private async listen(connection: NgrokConnection): Promise<NgrokListener> {
    const { domain, localPort } = this.parts;
    const endpoint = connection.httpEndpoint();
    const host = hostOf(domain ?? '');
    const named = host === '' ? endpoint : endpoint.domain(host);
    return named.listenAndForward(`http://127.0.0.1:${localPort}`);
  }

  private died(): void {
    this.isDead = true;
    this.lost(LOST);
  }

  private lost(fault: NgrokFault): void {
    if (!this.isClosed) this.parts.onLost(fault);
  }

  /**
   * Limits a step to `OPEN_LIMIT_MS`. A result that arrives later, or after `close`, is closed: ngrok would count it as one
   * more agent.
   */
  private async inTime<T extends Closable>(promise: Promise<T>): Promise<Gained<T>> {
    const gained = promise.then(
      (value): Gained<T> => ({ ok: true, value }),
      (error: unknown): Gained<T> => ({ ok: false, fault: faultOfError(error) }),
    );
    const outcome = await within(this.parts.clock, OPEN_LIMIT_MS, gained, LATE);
    if (outcome.ok && !this.isClosed) return outcome;
    promise.then((late) => late.close()).catch(ignore);
    return outcome.ok ? CLOSED : outcome;
  }
}

function addressOf(listener: NgrokListener): URL | undefined {
  try {
    const publicBase = publicBaseOf(listener.url() ?? '');
    return publicBase.protocol === 'https:' ? publicBase : undefined;
  } catch {
    return undefined;
  }
}

function hostOf(domain: string): string {
  return domain
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\/.*$/, '');
}

function ignore(): void {
  return;
}

/** Interval between heartbeats requested from ngrok, in seconds. */
const HEARTBEAT_INTERVAL_S = 5;

/** Extra time for an answer before the library reports it missed, in seconds. */
const HEARTBEAT_TOLERANCE_S = 10;

/**
 * Silence after which the connection counts as dead, in ms: 3 s longer than the library takes to report a miss. It reports none
 * when it can no longer write.
 */
export const SILENCE_LIMIT_MS = (HEARTBEAT_INTERVAL_S + HEARTBEAT_TOLERANCE_S + 3) * 1000;

/** Time limit for the next heartbeat after a doubt, in ms: one interval, as if nothing had happened, and 2 s to spare. */
export const DOUBT_LIMIT_MS = (HEARTBEAT_INTERVAL_S + 2) * 1000;

/** Calls `onSilent` once when no heartbeat arrived in time. Runs from `start` until that call or `stop`. */
export class HeartbeatWatch {
  private cancel: Dispose | undefined;
  private dueMs = Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly onSilent: () => void,
  ) {}

  start(): void {
    this.expectBy(this.clock.nowMs() + SILENCE_LIMIT_MS);
  }

  beat(): void {
    if (this.cancel !== undefined) this.start();
  }

  /** Shortens the wait after an event that may have killed the connection unnoticed. Never grants more time. */
  doubt(): void {
    if (this.cancel !== undefined) this.expectBy(Math.min(this.dueMs, this.clock.nowMs() + DOUBT_LIMIT_MS));
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private expectBy(dueMs: number): void {
    this.cancel?.();
    this.dueMs = dueMs;
    this.cancel = this.clock.after(dueMs - this.clock.nowMs(), () => {
      this.cancel = undefined;
      this.onSilent();
    });
  }
}
