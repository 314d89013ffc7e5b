const TICK_EVERY_MS = 250;

/** Tells the time to all running timers at once, four times a second; it stands still while nobody looks. */
export class Ticker {
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #shown: number;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(now: () => number) {
    this.#now = now;
    this.#shown = now();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.#tick(), TICK_EVERY_MS);
    this.#shown = this.#now();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  };

  /** Epoch ms of the last tick. */
  readonly now = (): number => this.#shown;

  #tick(): void {
    this.#shown = this.#now();
    for (const listener of this.#listeners) listener();
  }
}
