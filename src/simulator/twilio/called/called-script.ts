/** Outcome of ringing a phone. */
export type Pickup = 'answers' | 'is-busy' | 'does-not-answer' | 'cannot-be-reached';

/** Behaviour of somebody who is called. `by-hand`: the test decides, through the call's handle. */
export interface CalledScript {
  readonly then: Pickup | 'by-hand';
  /** Time to ring before the outcome; ms. */
  readonly ringsMs?: number;
  /** Key pressed when asked for one; none by default. */
  readonly presses?: string;
  /** µ-law audio spoken as soon as the other end can hear it. */
  readonly says?: Buffer;
  /** Time on the line before hanging up, in ms; by default the other end has to hang up. */
  readonly talksMs?: number;
  readonly isMachine?: boolean;
}

/** A decision that is taken once and can be awaited. */
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

  /** Takes the decision; only the first call counts. */
  take(value: T): void {
    if (this.#value !== undefined) return;
    this.#value = value;
    this.#tell(value);
  }
}
