/** Collects values as they arrive, and lets a test wait for the one it needs. */
export class Inbox<T> {
  readonly all: T[] = [];
  private readonly waiting = new Set<() => void>();

  push(value: T): void {
    this.all.push(value);
    for (const check of [...this.waiting]) check();
  }

  /** Resolves with the first value, past or future, that fits. */
  find(fits: (value: T) => boolean): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.all.find(fits);
        if (found === undefined) return;
        this.waiting.delete(check);
        resolve(found);
      };
      this.waiting.add(check);
      check();
    });
  }
}
