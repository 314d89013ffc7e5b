import type { Clock, Dispose } from '../../ports/ports';

/** Longest wait for the last words and their marks; 15 s is a long goodbye. */
const GOODBYE_DEADLINE_MS = 15_000;

/**
 * Reason why the agent leaves the caller after its last words. `limit`: the call may not go on; `transfer`: the caller
 * is put through to a person.
 */
export type HangupReason = 'agent' | 'operator' | 'limit' | 'transfer';

/** Precedence of the reasons: a higher one replaces a lower one. */
const RANK: Record<HangupReason, number> = { agent: 0, transfer: 1, limit: 2, operator: 3 };

/**
 * Hang-up that waits until the caller has heard the last words. The agent's own is cancelled when the caller speaks again; one of
 * an operator, a limit or a transfer is not.
 */
export class PendingHangup {
  private reason: HangupReason | null = null;
  private stopDeadline: Dispose = () => undefined;
  private overruled = false;

  constructor(
    private readonly clock: Clock,
    private readonly onHangup: (reason: HangupReason) => void,
  ) {}

  get isUnderWay(): boolean {
    return this.reason !== null;
  }

  /** True while a transfer waits for the last words. */
  get isForTransfer(): boolean {
    return this.reason === 'transfer';
  }

  /** True while hang-ups of the agent and of limits are refused, because somebody else decides when the call ends. */
  get isOverruled(): boolean {
    return this.overruled;
  }

  begin(reason: HangupReason): void {
    if (this.overruled && isOfAgent(reason)) return;
    if (this.reason !== null && this.reason !== 'agent' && RANK[this.reason] >= RANK[reason]) return;
    this.reason = reason;
    this.stopDeadline();
    this.stopDeadline = this.clock.after(GOODBYE_DEADLINE_MS, () => this.quiet());
  }

  /** Carries the hang-up out: the last words were heard, or the wait for them was too long. */
  quiet(): void {
    if (this.reason !== null) this.onHangup(this.reason);
  }

  /** Clears the hang-up, which was carried out or called off. */
  over(): void {
    this.reason = null;
    this.stopDeadline();
  }

  /** Calls off the agent's own hang-up, because the caller speaks again. */
  cancel(): void {
    if (this.reason === 'agent') this.over();
  }

  /**
   * Overrules the agent while somebody else decides when the call ends: hang-ups of the agent and of limits are called
   * off and refused. False ends that.
   */
  overrule(isOverruled: boolean): void {
    this.overruled = isOverruled;
    if (isOverruled && this.reason !== null && isOfAgent(this.reason)) this.over();
  }
}

function isOfAgent(reason: HangupReason): boolean {
  return reason === 'agent' || reason === 'limit';
}
