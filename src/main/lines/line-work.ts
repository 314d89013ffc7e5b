import type { LineOutcome } from '../ports/ports-lines';

/** The work on one line: a piece at a time, in the order it was asked for. */
export class LineWork {
  private last: Promise<unknown> = Promise.resolve();
  private begun = 0;
  private done = 0;

  get isBusy(): boolean {
    return this.begun > this.done;
  }

  /** Changes when work is asked for or is done, so that what was seen before, or meanwhile, is known to be stale. */
  get revision(): number {
    return this.begun + this.done;
  }

  /** Does a piece, which never rejects, behind those before it. */
  next<T>(piece: () => Promise<T>): Promise<T> {
    this.begun += 1;
    const outcome = this.last.then(piece);
    this.last = outcome.finally(() => (this.done += 1));
    return outcome;
  }
}

/** The attempt at going live that is under way: one at most, which others may wait for and somebody may call off. */
export class Attempt {
  private current: { readonly abort: AbortController; readonly outcome: Promise<LineOutcome> } | undefined;

  /** What it will come to; undefined: there is none. */
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
