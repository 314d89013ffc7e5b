import type { Clock, Dispose } from '../ports';

/** The last words and their marks are waited for no longer than this. */
const GOODBYE_DEADLINE_MS = 15_000;

/** Who takes their leave; `limit`: the agent, because the call may not go on. */
export type Leaver = 'agent' | 'operator' | 'limit';

/**
 * The call ends when the last words were heard: the agent's goodbye, unless the caller speaks again; or an operator or a
 * limit wants it so.
 */
export class Departure {
  private leaver: Leaver | null = null;
  private stopDeadline: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onLeave: (leaver: Leaver) => void,
  ) {}

  get isUnderWay(): boolean {
    return this.leaver !== null;
  }

  begin(leaver: Leaver): void {
    if (this.leaver === 'operator' || (this.leaver === 'limit' && leaver === 'agent')) return;
    this.leaver = leaver;
    this.stopDeadline();
    this.stopDeadline = this.clock.after(GOODBYE_DEADLINE_MS, () => this.quiet());
  }

  /** The last words were heard. */
  quiet(): void {
    if (this.leaver !== null) this.onLeave(this.leaver);
  }

  /** The caller has more to say to the agent, or somebody else speaks for it. */
  cancel(): void {
    if (this.leaver !== 'agent') return;
    this.leaver = null;
    this.stopDeadline();
  }
}
