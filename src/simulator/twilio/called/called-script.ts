/** What becomes of a phone that rings. */
export type Pickup = 'answers' | 'is-busy' | 'does-not-answer' | 'cannot-be-reached';

/** How somebody who is called behaves. `by-hand`: as the test has it, through the handle. */
export interface CalledScript {
  readonly then: Pickup | 'by-hand';
  /** Rings so long first; ms. */
  readonly ringsMs?: number;
  /** The key pressed when asked for one; absent: none is. */
  readonly presses?: string;
  /** µ-law, said as soon as the other end can hear it. */
  readonly says?: Buffer;
  /** Hangs up after so long on the line; absent: the other end has to. */
  readonly talksMs?: number;
  readonly isMachine?: boolean;
}

/** A decision that somebody takes once, and others wait for. */
export class Decision<T> {
  readonly taken: Promise<T>;
  #value: T | undefined;
  #tell: (value: T) => void = () => undefined;

  constructor() {
    this.taken = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  get value(): T | undefined {
    return this.#value;
  }

  /** The first counts. */
  take(value: T): void {
    if (this.#value !== undefined) return;
    this.#value = value;
    this.#tell(value);
  }
}
