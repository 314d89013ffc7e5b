import { MAX_WORDS_CHARS } from '../../shared/call/operator-facts';
import type { CallEvent } from '../../shared/call/events';

const MAX_KEPT_LINES = 200;

interface Line {
  readonly itemId: string;
  readonly who: 'Caller' | 'Operator';
  text: string;
}

/** What was said to each other while the agent was silent, line by line, in the order it was begun. Read from the facts of the call. */
export class Meanwhile {
  private lines: Line[] = [];
  private isKeeping = false;

  /** Keeps what is said from now on. */
  begin(): void {
    this.lines = [];
    this.isKeeping = true;
  }

  end(): void {
    this.isKeeping = false;
  }

  note(event: CallEvent): void {
    if (!this.isKeeping) return;
    switch (event.type) {
      case 'caller.startedSpeaking':
        this.open(event.itemId, 'Caller');
        return;
      case 'operator.startedSpeaking':
        this.open(event.turnId, 'Operator');
        return;
      case 'caller.transcribed':
        this.write(event.itemId, event.text);
        return;
      case 'operator.transcribed':
        this.write(event.turnId, event.text);
        return;
      default:
        return;
    }
  }

  /** The lines as they are, the oldest first; the newest when they are more than a brief may hold. */
  asText(): string {
    const said = this.lines.filter(({ text }) => text !== '').map(({ who, text }) => `${who}: ${text}`);
    return said.join('\n').slice(-MAX_WORDS_CHARS);
  }

  private open(itemId: string, who: Line['who']): void {
    this.lines.push({ itemId, who, text: '' });
    if (this.lines.length > MAX_KEPT_LINES) this.lines.shift();
  }

  private write(itemId: string, text: string): void {
    const line = this.lines.find((each) => each.itemId === itemId);
    if (line !== undefined) line.text = text.trim();
  }
}
