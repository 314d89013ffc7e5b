/** Below this the two clocks count as the same: it is rather the way of the message; ms. */
const SAME_CLOCK_MS = 1500;

/**
 * The main process's clock, as far as the page can know it: facts carry that clock's time, and in serve mode the page
 * may run on a machine whose clock is another. The youngest fact ever seen tells the difference best.
 */
export class PeerClock {
  readonly #now: () => number;
  #aheadMs: number | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Epoch ms on the main process's clock. */
  readonly now = (): number => {
    const aheadMs = this.#aheadMs ?? 0;
    return Math.abs(aheadMs) < SAME_CLOCK_MS ? this.#now() : this.#now() - aheadMs;
  };

  /** Learns from a fact that has just arrived; `at` is its time on the main process's clock. */
  learn(at: number): void {
    const aheadMs = this.#now() - at;
    if (this.#aheadMs === null || aheadMs < this.#aheadMs) this.#aheadMs = aheadMs;
  }
}
