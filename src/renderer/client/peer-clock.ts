/** Difference, in ms, below which the two clocks count as the same: it is then rather the message's travel time. */
const SAME_CLOCK_MS = 1500;

/**
 * Estimate of the main process's clock. Events carry that clock's time, and in serve mode the page may run on a machine
 * with a different clock. The event that was youngest on arrival shows the difference best.
 */
export class PeerClock {
  readonly #now: () => number;
  #aheadMs: number | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Returns the time on the main process's clock, in epoch ms. */
  readonly now = (): number => {
    const aheadMs = this.#aheadMs ?? 0;
    return Math.abs(aheadMs) < SAME_CLOCK_MS ? this.#now() : this.#now() - aheadMs;
  };

  /** Learns from an event that has just arrived; `at` is its time on the main process's clock. */
  learn(at: number): void {
    const aheadMs = this.#now() - at;
    if (this.#aheadMs === null || aheadMs < this.#aheadMs) this.#aheadMs = aheadMs;
  }
}
