import type { CallEvent } from '../../../shared/call/events';
import type { Clock, Dispose } from '../../ports/ports';
import type { ResponseGate } from './response-gate';

/** Speech that ended is put into the conversation at once; after this it never will be. */
const COMMIT_DEADLINE_MS = 3000;

/** One turn of the caller after the other, from the first sound to its place in the conversation. Speech that gets none is settled. */
export class CallerTurn {
  private itemId: string | null = null;
  private stopDeadline: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly gate: ResponseGate,
    private readonly emit: (event: CallEvent) => void,
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
    });
  }

  /** The turn is in the conversation. */
  committed(): void {
    this.stopDeadline();
    this.itemId = null;
    this.gate.callerFinishedTurn();
  }

  private discarded(): void {
    if (this.itemId !== null)
      this.emit({ type: 'caller.transcriptFailed', itemId: this.itemId, detail: 'The model made nothing of it' });
    this.itemId = null;
  }
}
