/** Value that can be read and watched. */
export interface Readable<T> {
  readonly get: () => T;
  /** Calls `listener` after every change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Value that tells its listeners of every change. The class that extends it decides what becomes of the value. */
export class Store<T> implements Readable<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  protected set(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  /** Sets some parts of a value that is an object. */
  protected change(change: Partial<T>): void {
    this.set({ ...this.#value, ...change });
  }
}
