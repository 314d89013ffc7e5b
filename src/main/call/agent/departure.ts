import type { Clock, Dispose } from '../../ports/ports';

/** The last words and their marks are waited for no longer than this. */
const GOODBYE_DEADLINE_MS = 15_000;

/** Who takes their leave; `limit`: the agent, because the call may not go on; `transfer`: the caller, for somebody else. */
export type Leaver = 'agent' | 'operator' | 'limit' | 'transfer';

/** Who may overrule whom: the higher. */
const RANK: Record<Leaver, number> = { agent: 0, transfer: 1, limit: 2, operator: 3 };

/**
 * The agent has the caller no more when the last words were heard: its goodbye, unless the caller speaks again; or an
 * operator or a limit wants it so.
 */
export class Departure {
  private leaver: Leaver | null = null;
  private stopDeadline: Dispose = () => undefined;
  private overruled = false;

  constructor(
    private readonly clock: Clock,
    private readonly onLeave: (leaver: Leaver) => void,
  ) {}

  get isUnderWay(): boolean {
    return this.leaver !== null;
  }

  /** The transfer whose last words are waited for is under way. */
  get isForTransfer(): boolean {
    return this.leaver === 'transfer';
  }

  /** True while somebody else decides when the call ends. */
  get isOverruled(): boolean {
    return this.overruled;
  }

  begin(leaver: Leaver): void {
    if (this.overruled && isOfAgent(leaver)) return;
    if (this.leaver !== null && this.leaver !== 'agent' && RANK[this.leaver] >= RANK[leaver]) return;
    this.leaver = leaver;
    this.stopDeadline();
    this.stopDeadline = this.clock.after(GOODBYE_DEADLINE_MS, () => this.quiet());
  }

  /** The last words were heard. */
  quiet(): void {
    if (this.leaver !== null) this.onLeave(this.leaver);
  }

  /** They left, and may come back. */
  over(): void {
    this.leaver = null;
    this.stopDeadline();
  }

  /** The caller has more to say to the agent. */
  cancel(): void {
    if (this.leaver === 'agent') this.over();
  }

  /** Somebody else decides, for now, when the call ends: the agent takes no leave, its goodbye included. */
  overrule(isOverruled: boolean): void {
    this.overruled = isOverruled;
    if (isOverruled && this.leaver !== null && isOfAgent(this.leaver)) this.over();
  }
}

function isOfAgent(leaver: Leaver): boolean {
  return leaver === 'agent' || leaver === 'limit';
}
