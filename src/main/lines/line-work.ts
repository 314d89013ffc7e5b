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
