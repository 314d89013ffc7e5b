import type { CallEvent } from '../../../shared/call/events';
import type { Clock, CommandRefusal, ConversationNote, Dispose } from '../../ports/ports';
import type { AgentResponse } from './response';

/** Whispers that the model has not been given yet. */
const MAX_WAITING_WHISPERS = 16;
/** Longest wait for the model to confirm a whisper, which it does at once; 10 s. */
const DELIVERY_DEADLINE_MS = 10_000;

interface WhispersParts {
  readonly emit: (event: CallEvent) => void;
  readonly addNote: (note: ConversationNote) => void;
  /** True while a note would land in the middle of what the model says. */
  readonly isBusy: () => boolean;
}

interface WaitingWhisper {
  readonly whisperId: string;
  readonly text: string;
}

/** Whispers of operators: private notes to the agent, given in order and between responses, each with a receipt. */
export class Whispers {
  private waiting: WaitingWhisper[] = [];
  /** Given to the model, which has not said that it has them. */
  private readonly given = new Map<string, Dispose>();
  /** In the conversation, and no response has begun since. */
  private delivered: string[] = [];
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly parts: WhispersParts,
  ) {}

  whisper(text: string, spoken: boolean): CommandRefusal | undefined {
    if (this.waiting.length >= MAX_WAITING_WHISPERS) return 'too-many-waiting';
    this.count += 1;
    const whisperId = `whisper_${String(this.count)}`;
    this.parts.emit({ type: 'operator.whispered', whisperId, way: 'whisper', text, spoken });
    this.waiting.push({ whisperId, text });
    this.flush();
    return undefined;
  }

  /** Gives the model what waits, unless it is busy. */
  flush(): void {
    while (this.waiting.length > 0 && !this.parts.isBusy()) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      const { whisperId, text } = next;
      const late = (): void => this.refused(whisperId, 'The model did not confirm it');
      this.given.set(whisperId, this.clock.after(DELIVERY_DEADLINE_MS, late));
      this.parts.addNote({ itemId: whisperId, text: `Private instruction from your supervisor: ${text}` });
    }
  }

  /** An item is in the conversation, perhaps one of these. */
  added(itemId: string): void {
    if (!this.settle(itemId)) return;
    this.delivered.push(itemId);
    this.parts.emit({ type: 'whisper.delivered', whisperId: itemId });
  }

  refused(itemId: string, detail: string): void {
    if (this.settle(itemId)) this.parts.emit({ type: 'whisper.failed', whisperId: itemId, detail });
  }

  /** A response began: whatever it says was said with the delivered whispers in mind. */
  responseStarted(response: AgentResponse): void {
    if (this.delivered.length === 0) return;
    response.whispers = this.delivered;
    this.delivered = [];
  }

  /** Words of a response go to the caller. */
  heard(response: AgentResponse, itemId: string): void {
    const used = response.whispers;
    response.whispers = [];
    for (const whisperId of used) this.parts.emit({ type: 'whisper.used', whisperId, itemId });
  }

  /** The response is over; if nothing of it was said, the next one will do. */
  responseOver(response: AgentResponse): void {
    this.delivered = [...response.whispers, ...this.delivered];
    response.whispers = [];
  }

  private settle(itemId: string): boolean {
    const stop = this.given.get(itemId);
    stop?.();
    return this.given.delete(itemId);
  }
}
