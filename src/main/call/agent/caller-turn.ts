import type { CallEvent } from '../../../shared/call/events';
import type { Clock, Dispose } from '../../ports/ports';
import type { ResponseGate } from './response-gate';

/** Longest wait for speech that ended to be put into the conversation, which happens at once; 3 s. */
const COMMIT_DEADLINE_MS = 3000;

/** Turn of the caller, from its first sound to its place in the conversation. Speech that gets no place is settled as failed. */
export class CallerTurn {
  private itemId: string | null = null;
  private stopDeadline: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly gate: ResponseGate,
    private readonly emit: (event: CallEvent) => void,
    private readonly onDiscarded: () => void,
  ) {}

  started(itemId: string): void {
    this.stopDeadline();
    if (itemId !== this.itemId) this.discarded();
    this.itemId = itemId;
    this.gate.callerTookTurn();
  }

  stopped(): void {
    this.stopDeadline();
    this.stopDeadline = this.clock.after(COMMIT_DEADLINE_MS, () => {
      this.discarded();
      this.gate.callerFinishedTurn();
      this.onDiscarded();
    });
  }

  /** The turn is in the conversation. */
  committed(): void {
    this.stopDeadline();
    this.itemId = null;
    this.gate.callerFinishedTurn();
  }

  /** The model is gone. Speech that it was hearing is heard again by the next one, as a turn of its own. */
  modelLost(): void {
    this.stopDeadline();
    this.itemId = null;
  }

  /**
   * A model that took over is given the caller's last words again: it is their turn until it has heard them. Should it make nothing
   * of them, an answer that `isDue` is asked for.
   */
  heardAgain(isDue: boolean): void {
    this.gate.callerTookTurn();
    this.stopDeadline();
    this.stopDeadline = this.clock.after(COMMIT_DEADLINE_MS, () => {
      this.gate.callerFinishedTurn();
      if (isDue) this.gate.requestFollowUp();
    });
  }

  private discarded(): void {
    if (this.itemId !== null)
      this.emit({ type: 'caller.transcriptFailed', itemId: this.itemId, detail: 'The model made nothing of it' });
    this.itemId = null;
  }
}
