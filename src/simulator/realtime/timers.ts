import type { Clock } from '../clock';

/** Timers of one owner, all stopped together. */
export class Timers {
  readonly #clock: Clock;
  readonly #running = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs once after `delayMs`; the returned function cancels it. `Infinity` never runs. */
  after(delayMs: number, run: () => void): () => void {
    if (delayMs === Infinity) return () => undefined;
    const cancel = this.#clock.after(delayMs, () => {
      this.#running.delete(stop);
      run();
    });
    const stop = (): void => {
      this.#running.delete(stop);
      cancel();
    };
    this.#running.add(stop);
    return stop;
  }

  stopAll(): void {
    for (const stop of this.#running) stop();
  }
}
