import type { CallEvent } from '../../../shared/call/events';
import type { CommandRefusal, CreateResponse } from '../../ports/ports';
import type { ResponseGate } from './response-gate';

const MAX_WAITING_SAYINGS = 4;
/** Something that came to nothing so often is given up. */
const MAX_TRIES = 4;

interface Saying {
  readonly id: string;
  readonly request: CreateResponse;
  tries: number;
  isDelivered: boolean;
  responseId: string | null;
}

/** Words that the operator has the agent say exactly. Each waits for its turn, and is asked for again until a word of it is said. */
export class Sayings {
  private readonly sayings = new Map<string, Saying>();
  private count = 0;

  constructor(
    private readonly gate: ResponseGate,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  say(text: string): CommandRefusal | undefined {
    if (this.sayings.size >= MAX_WAITING_SAYINGS) return 'too-many-waiting';
    this.count += 1;
    const id = `say_${String(this.count)}`;
    this.emit({ type: 'operator.whispered', whisperId: id, way: 'say', text, spoken: false });
    const request = { instructions: `Say exactly: ${text}`, withoutContext: true, tag: id };
    this.sayings.set(id, { id, request, tries: 0, isDelivered: false, responseId: null });
    this.ask(id);
    return undefined;
  }

  /** A response began; `tag`: of what it answers. */
  responseStarted(responseId: string, tag: string | undefined): void {
    const saying = tag === undefined ? undefined : this.sayings.get(tag);
    if (saying === undefined) return;
    saying.responseId = responseId;
    if (saying.isDelivered) return;
    saying.isDelivered = true;
    this.emit({ type: 'whisper.delivered', whisperId: saying.id });
  }

  /** Words of a response go to the caller. */
  heard(responseId: string, itemId: string): void {
    const saying = this.of(responseId);
    if (saying === undefined) return;
    this.sayings.delete(saying.id);
    this.emit({ type: 'whisper.used', whisperId: saying.id, itemId });
  }

  /** The response is over; if nothing of it was said it is asked for again. */
  responseOver(responseId: string): void {
    const saying = this.of(responseId);
    if (saying === undefined) return;
    saying.responseId = null;
    this.ask(saying.id);
  }

  /** The model is another one, which was asked for nothing yet. */
  modelReplaced(): void {
    for (const saying of this.sayings.values()) {
      saying.responseId = null;
      this.gate.request(saying.request);
    }
  }

  /** The operator wants silence: what is being asked for, or about to be heard, is not said. What waits for its turn is kept. */
  drop(): void {
    for (const { id, request, responseId } of this.sayings.values())
      if (responseId !== null || this.gate.isAskingFor(request)) this.fail(id, 'Stopped before it was said');
  }

  private ask(id: string): void {
    const saying = this.sayings.get(id);
    if (saying === undefined) return;
    saying.tries += 1;
    if (saying.tries > MAX_TRIES) this.fail(id, 'The agent was interrupted each time');
    else if (!this.gate.request(saying.request)) this.fail(id, 'Too much waits to be said');
  }

  private fail(id: string, detail: string): void {
    this.sayings.delete(id);
    this.emit({ type: 'whisper.failed', whisperId: id, detail });
  }

  private of(responseId: string): Saying | undefined {
    for (const saying of this.sayings.values()) if (saying.responseId === responseId) return saying;
    return undefined;
  }
}
