/** Waits between attempts, one after the other; the last is repeated. */
export const BACK_OFF_MS = [1000, 2000, 5000, 10_000, 30_000, 60_000] as const;

/** How long it must have been up for the next loss to count as the first; ms. */
export const STEADY_MS = 60_000;

/** Counts attempts, so that neither an outage nor a tunnel that falls as soon as it stands makes a storm of them. */
export class BackOff {
  private used = 0;

  /** The attempt that comes next, from 1. */
  get attempt(): number {
    return this.used + 1;
  }

  /** How long to wait after an attempt that failed. */
  next(): number {
    const delayMs = BACK_OFF_MS[Math.min(this.used, BACK_OFF_MS.length - 1)] ?? 0;
    this.used += 1;
    return delayMs;
  }

  /** How long to wait after a loss: nothing when it had been up for long enough. */
  afterLoss(upForMs: number): number {
    if (upForMs < STEADY_MS) return this.next();
    this.reset();
    return 0;
  }

  reset(): void {
    this.used = 0;
  }
}
