import type { Clock, Dispose } from '../ports/ports';

/** How often ngrok is asked for a sign of life; seconds. */
export const HEARTBEAT_INTERVAL_S = 5;

/** How much longer its answer may take before the library reports it missed; seconds. */
export const HEARTBEAT_TOLERANCE_S = 10;

/** The library's own report of a miss comes first when it comes: it stops without one when it cannot write any more. */
export const SILENCE_LIMIT_MS = (HEARTBEAT_INTERVAL_S + HEARTBEAT_TOLERANCE_S + 3) * 1000;

/** In doubt, the next beat must come as if nothing had happened. */
export const DOUBT_LIMIT_MS = (HEARTBEAT_INTERVAL_S + 2) * 1000;

/** Calls `onSilent` once when no heartbeat came in time. Runs from `start` to that moment or to `stop`. */
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

  /** Something happened after which the connection may be dead without anybody having said so. Never grants more time. */
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
