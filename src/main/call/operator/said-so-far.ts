import type { CallEvent } from '../../../shared/call/events';
import { SaidLines } from './said-lines';

/** What a model that takes a call over is told of it at most. */
const MAX_CHARS = 8000;

/** What was said on a call, line by line, for a model that was not there. Read from the facts of the call. */
export class SaidSoFar {
  private readonly lines = new SaidLines<'Caller' | 'You' | 'Colleague'>();

  note(event: CallEvent): void {
    switch (event.type) {
      case 'caller.startedSpeaking':
        this.lines.open(event.itemId, 'Caller');
        return;
      case 'agent.openedTurn':
        this.lines.open(event.itemId, 'You');
        return;
      case 'operator.startedSpeaking':
        this.lines.open(event.turnId, 'Colleague');
        return;
      case 'caller.transcribed':
      case 'agent.transcribed':
        this.lines.write(event.itemId, event.text);
        return;
      case 'operator.transcribed':
        this.lines.write(event.turnId, event.text);
        return;
      default:
        return;
    }
  }

  /** The oldest first; the newest when they are too many. */
  asText(): string {
    return this.lines.asText(MAX_CHARS);
  }
}
