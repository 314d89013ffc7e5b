import type { Clock, Dispose } from '../ports';

/** The last words and their marks are waited for no longer than this. */
const GOODBYE_DEADLINE_MS = 15_000;

/** The agent takes its leave: the call ends when its last words were heard, unless the caller speaks again. */
export class Departure {
  private stopDeadline: Dispose | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly leave: () => void,
  ) {}

  get isUnderWay(): boolean {
    return this.stopDeadline !== null;
  }

  begin(): void {
    this.stopDeadline?.();
    this.stopDeadline = this.clock.after(GOODBYE_DEADLINE_MS, () => this.leave());
  }

  /** The caller has more to say. */
  cancel(): void {
    this.stopDeadline?.();
    this.stopDeadline = null;
  }
}
