import type { Clock, Dispose } from '../../ports/ports';

/** Longest wait for the last words and their marks; 15 s is a long goodbye. */
const GOODBYE_DEADLINE_MS = 15_000;

/** Why the agent loses the caller. `limit`: the call may not go on; `transfer`: the caller is put through to a person. */
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

  /** True while somebody else decides when the call ends. */
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

  /** The last words were heard. */
  quiet(): void {
    if (this.reason !== null) this.onHangup(this.reason);
  }

  /** The hang-up was carried out, or is called off. */
  over(): void {
    this.reason = null;
    this.stopDeadline();
  }

  /** The caller speaks again: calls off the agent's own hang-up. */
  cancel(): void {
    if (this.reason === 'agent') this.over();
  }

  /** Somebody else decides for now when the call ends: hang-ups of the agent and of limits are called off and refused. */
  overrule(isOverruled: boolean): void {
    this.overruled = isOverruled;
    if (isOverruled && this.reason !== null && isOfAgent(this.reason)) this.over();
  }
}

function isOfAgent(reason: HangupReason): boolean {
  return reason === 'agent' || reason === 'limit';
}
