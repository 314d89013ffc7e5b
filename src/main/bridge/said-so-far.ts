import type { CallEvent } from '../../shared/call/events';

const MAX_KEPT_LINES = 200;
/** What a model that takes a call over is told of it at most. */
const MAX_CHARS = 8000;

interface Line {
  readonly id: string;
  readonly who: 'Caller' | 'You' | 'Colleague';
  text: string;
}

/** What was said on a call, line by line, for a model that was not there. Read from the facts of the call. */
export class SaidSoFar {
  private lines: Line[] = [];

  note(event: CallEvent): void {
    switch (event.type) {
      case 'caller.startedSpeaking':
        this.open(event.itemId, 'Caller');
        return;
      case 'agent.openedTurn':
        this.open(event.itemId, 'You');
        return;
      case 'operator.startedSpeaking':
        this.open(event.turnId, 'Colleague');
        return;
      case 'caller.transcribed':
      case 'agent.transcribed':
        this.write(event.itemId, event.text);
        return;
      case 'operator.transcribed':
        this.write(event.turnId, event.text);
        return;
      default:
        return;
    }
  }

  /** The oldest first; the newest when they are too many. */
  asText(): string {
    const said = this.lines.filter(({ text }) => text !== '').map(({ who, text }) => `${who}: ${text}`);
    return said.join('\n').slice(-MAX_CHARS);
  }

  private open(id: string, who: Line['who']): void {
    this.lines.push({ id, who, text: '' });
    if (this.lines.length > MAX_KEPT_LINES) this.lines.shift();
  }

  private write(id: string, text: string): void {
    const line = this.lines.find((each) => each.id === id);
    if (line !== undefined) line.text = text.trim();
  }
}
