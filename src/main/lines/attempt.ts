import type { LineOutcome } from '../ports/ports-lines';

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
