import type { LineOutcome } from '../ports/ports-lines';

/** Queue of the work on one line: one piece at a time, in order. */
export class LineWork {
  private last: Promise<unknown> = Promise.resolve();
  private begun = 0;
  private done = 0;

  get isBusy(): boolean {
    return this.begun > this.done;
  }

  /**
   * Counter that changes whenever work is queued or done, so an observation made before or meanwhile is known to be
   * stale.
   */
  get revision(): number {
    return this.begun + this.done;
  }

  /** Runs a piece of work after those already queued. The piece must not reject. */
  next<T>(piece: () => Promise<T>): Promise<T> {
    this.begun += 1;
    const outcome = this.last.then(piece);
    this.last = outcome.finally(() => (this.done += 1));
    return outcome;
  }
}

/** The current attempt to go live. There is one at most; others may await it and anyone may cancel it. */
export class Attempt {
  private current: { readonly abort: AbortController; readonly outcome: Promise<LineOutcome> } | undefined;

  /** Outcome of the current attempt; undefined: there is none. */
  get outcome(): Promise<LineOutcome> | undefined {
    return this.current?.outcome;
  }

  begin(run: (signal: AbortSignal) => Promise<LineOutcome>): Promise<LineOutcome> {
    const abort = new AbortController();
    const outcome = run(abort.signal).finally(() => {
      if (this.current?.abort === abort) this.current = undefined;
    });
    this.current = { abort, outcome };
    return outcome;
  }

  cancel(): void {
    this.current?.abort.abort();
    this.current = undefined;
  }
}
