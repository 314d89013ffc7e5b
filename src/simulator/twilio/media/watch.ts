import type { Clock } from '../../clock';

interface Watcher {
  readonly isTrue: () => boolean;
  readonly settle: (failure: Error | undefined) => void;
}

/** Waits for conditions on a call. Call `check` whenever something may have changed. */
export class Watch {
  readonly #clock: Clock;
  readonly #watchers = new Set<Watcher>();
  #over: Error | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when `isTrue`; rejects, naming `fact`, after `timeoutMs` or when the call ends first. */
  until(fact: string, isTrue: () => boolean, timeoutMs: number): Promise<void> {
    const told = new Promise<void>((resolve, reject) => {
      if (isTrue()) {
        resolve();
        return;
      }
      if (this.#over) {
        reject(this.#over);
        return;
      }
      const disarm = this.#clock.after(timeoutMs, () => {
        watcher.settle(new Error(`Waited ${timeoutMs} ms in vain until ${fact}`));
      });
      const watcher: Watcher = {
        isTrue,
        settle: (failure) => {
          disarm();
          this.#watchers.delete(watcher);
          if (failure) reject(failure);
          else resolve();
        },
      };
      this.#watchers.add(watcher);
    });
    told.catch(() => undefined);
    return told;
  }

  check(): void {
    for (const watcher of this.#watchers) if (watcher.isTrue()) watcher.settle(undefined);
  }

  end(why: Error): void {
    this.check();
    this.#over = why;
    for (const watcher of [...this.#watchers]) watcher.settle(why);
  }
}
