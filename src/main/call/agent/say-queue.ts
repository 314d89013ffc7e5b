import type { CallEvent } from '../../../shared/call/events';
import type { CommandRefusal, CreateResponse } from '../../ports/ports';
import type { AgentResponse } from './response';
import type { ResponseGate } from './response-gate';
import type { Responses } from './responses';

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
