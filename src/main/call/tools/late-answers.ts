import type { CallEvent } from '../../../shared/call/events';
import type { ConversationNote } from '../../ports/ports';

const PREFIX = 'late_answer_';

interface LateAnswersParts {
  readonly emit: (event: CallEvent) => void;
  readonly addNote: (note: ConversationNote) => void;
  /** True while a note would land in the middle of what the model says. */
  readonly isBusy: () => boolean;
  /** The model has something new to speak of. */
  readonly onGiven: () => void;
}

/** Answers of tools that the model was told are pending: given to it between responses, in order, as messages. */
export class LateAnswers {
  private waiting: string[] = [];
  private count = 0;

  constructor(private readonly parts: LateAnswersParts) {}

  give(text: string): void {
    this.waiting.push(text);
    this.flush();
  }

  /** Gives the model what waits, unless it is busy. */
  flush(): void {
    if (this.waiting.length === 0 || this.parts.isBusy()) return;
    for (const text of this.waiting.splice(0)) {
      this.count += 1;
      this.parts.addNote({ itemId: `${PREFIX}${String(this.count)}`, text });
    }
    this.parts.onGiven();
  }

  /** The model did not take a note, perhaps one of these: the caller's agent knows nothing of the answer. */
  refused(itemId: string, detail: string): void {
    if (itemId.startsWith(PREFIX)) this.parts.emit({ type: 'model.complained', code: 'answer_refused', detail });
  }
}
