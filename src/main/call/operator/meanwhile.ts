import { MAX_WORDS_CHARS } from '../../../shared/call/events/operator';
import type { CallEvent } from '../../../shared/call/events';
import { SaidLines } from './said-lines';

/** What was said to each other while the agent was silent, line by line, in the order it was begun. Read from the facts of the call. */
export class Meanwhile {
  private readonly lines = new SaidLines<'Caller' | 'Operator'>();
  private isKeeping = false;

  /** Keeps what is said from now on. */
  begin(): void {
    this.lines.clear();
    this.isKeeping = true;
  }

  end(): void {
    this.isKeeping = false;
  }

  note(event: CallEvent): void {
    if (!this.isKeeping) return;
    switch (event.type) {
      case 'caller.startedSpeaking':
        this.lines.open(event.itemId, 'Caller');
        return;
      case 'operator.startedSpeaking':
        this.lines.open(event.turnId, 'Operator');
        return;
      case 'caller.transcribed':
        this.lines.write(event.itemId, event.text);
        return;
      case 'operator.transcribed':
        this.lines.write(event.turnId, event.text);
        return;
      default:
        return;
    }
  }

  /** The lines as they are, the oldest first; the newest when they are more than a brief may hold. */
  asText(): string {
    return this.lines.asText(MAX_WORDS_CHARS);
  }
}
