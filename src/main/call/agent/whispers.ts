import type { CallEvent } from '../../../shared/call/events';
import type { Clock, CommandRefusal, CreateResponse, Dispose, ModelLeg } from '../../ports/ports';
import type { ResponseGate } from './response-gate';
import type { AgentResponse, Responses } from './responses';

/** Whispers that the model has not been given yet. */
const MAX_WAITING_WHISPERS = 16;
/** Longest wait for the model to confirm a whisper, which it does at once; 10 s. */
const DELIVERY_DEADLINE_MS = 10_000;

interface WhispersParts {
  readonly emit: (event: CallEvent) => void;
  readonly model: Pick<ModelLeg, 'addNote'>;
  /** While it is not idle, a note would land in the middle of what the model says. */
  readonly gate: Pick<ResponseGate, 'isIdle'>;
}

interface WaitingWhisper {
  readonly whisperId: string;
  readonly text: string;
}

/** Whispers of operators: private notes to the agent, given in order and between responses, each with a receipt. */
export class Whispers {
  private waiting: WaitingWhisper[] = [];
  /** Given to the model, which has not said that it has them. */
  private readonly given = new Map<string, { readonly text: string; readonly stop: Dispose }>();
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
    while (this.waiting.length > 0 && this.parts.gate.isIdle) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      const { whisperId, text } = next;
      const late = (): void => this.refused(whisperId, 'The model did not confirm it');
      this.given.set(whisperId, { text, stop: this.clock.after(DELIVERY_DEADLINE_MS, late) });
      this.parts.model.addNote({ itemId: whisperId, text: `Private instruction from your supervisor: ${text}` });
    }
  }

  /** The model is gone: what it did not confirm waits for the next one. Those in the conversation are part of its seed. */
  modelLost(): void {
    const again = [...this.given].map(([whisperId, { text }]) => ({ whisperId, text }));
    for (const { whisperId } of again) this.settle(whisperId);
    this.waiting.unshift(...again);
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
    this.given.get(itemId)?.stop();
    return this.given.delete(itemId);
  }
}

/** More in a row would keep the agent from the caller. */
const MAX_WAITING_SAYS = 4;
/** Attempts at one text before it is given up. */
const MAX_TRIES = 4;

/** Text that waits to be said, or is about to be. */
interface QueuedSay {
  readonly id: string;
  readonly request: CreateResponse;
  tries: number;
  isDelivered: boolean;
}

/** Queue of texts that operators have the agent say word for word. Each waits its turn, and is asked for again until it is begun. */
export class SayQueue {
  private readonly queue = new Map<string, QueuedSay>();
  private count = 0;

  constructor(
    private readonly responses: Responses,
    private readonly gate: ResponseGate,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  say(text: string): CommandRefusal | undefined {
    if (this.queue.size >= MAX_WAITING_SAYS) return 'too-many-waiting';
    this.count += 1;
    const id = `say_${String(this.count)}`;
    this.emit({ type: 'operator.whispered', whisperId: id, way: 'say', text, spoken: false });
    const request = { instructions: `Say exactly: ${text}`, withoutContext: true, tag: id };
    const say = { id, request, tries: 0, isDelivered: false };
    this.queue.set(id, say);
    this.ask(say);
    return undefined;
  }

  responseStarted(response: AgentResponse): void {
    const say = this.saidBy(response);
    if (say === undefined || say.isDelivered) return;
    say.isDelivered = true;
    this.emit({ type: 'whisper.delivered', whisperId: say.id });
  }

  /** Words of a response go to the caller. */
  heard(response: AgentResponse, itemId: string): void {
    const say = this.saidBy(response);
    if (say === undefined) return;
    this.queue.delete(say.id);
    this.emit({ type: 'whisper.used', whisperId: say.id, itemId });
  }

  /** The response is over; if nothing of it was said it is asked for again. */
  responseOver(response: AgentResponse): void {
    const say = this.saidBy(response);
    if (say !== undefined) this.ask(say);
  }

  /** Another model took over: asks it for everything that waits. */
  modelReplaced(): void {
    for (const { request } of this.queue.values()) this.gate.request(request, 'say');
  }

  /** The operator stops the agent: drops the text being asked for or about to be heard, and keeps those that wait. */
  drop(): void {
    for (const { id, request } of this.queue.values())
      if (this.responses.running.some(({ tag }) => tag === id) || this.gate.isAskingFor(request))
        this.fail(id, 'Stopped before it was said');
  }

  private ask(say: QueuedSay): void {
    say.tries += 1;
    if (say.tries > MAX_TRIES) this.fail(say.id, 'The agent was interrupted each time');
    else if (!this.gate.request(say.request, 'say')) this.fail(say.id, 'Too much waits to be said');
  }

  private fail(id: string, detail: string): void {
    this.queue.delete(id);
    this.emit({ type: 'whisper.failed', whisperId: id, detail });
  }

  private saidBy({ tag }: AgentResponse): QueuedSay | undefined {
    return tag === undefined ? undefined : this.queue.get(tag);
  }
}
