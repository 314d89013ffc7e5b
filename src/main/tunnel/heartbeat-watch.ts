import type { Clock, Dispose } from '../ports/ports';

/** Interval between heartbeats requested from ngrok, in seconds. */
export const HEARTBEAT_INTERVAL_S = 5;

/** Extra time for an answer before the library reports it missed, in seconds. */
export const HEARTBEAT_TOLERANCE_S = 10;

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
