import type { CreateResponse } from '../../ports/ports';
import { GOODBYE_TAG, type AgentResponse, type Purpose, type RequestedResponse, type Responses } from './responses';

const MAX_WAITING_REQUESTS = 8;
/** A request refused this often with nothing running is given up: asking again would never end. */
const MAX_REFUSALS = 3;

/**
 * Gate in front of `response.create`, and its only writer. At most one create is in flight, and none while a response
 * of the conversation runs, whoever began it. Follow-ups to tool outputs are coalesced: one response for all of them.
 */
export class ResponseGate {
  private waiting: RequestedResponse[] = [];
  private inFlight: RequestedResponse | null = null;
  private callerHasTurn = false;
  private isAbandoned = false;
  private isClosed = false;
  private refusals = 0;

  constructor(
    private readonly responses: Responses,
    private readonly create: (request: CreateResponse) => void,
  ) {}

  /** True while a create is in flight: neither begun nor refused. */
  get isAsking(): boolean {
    return this.inFlight !== null;
  }

  /** True while this very request is in flight. */
  isAskingFor(request: CreateResponse): boolean {
    return this.inFlight?.request === request && !this.isAbandoned;
  }

  /** True while the caller speaks, until their turn is in the conversation. */
  get isCallersTurn(): boolean {
    return this.callerHasTurn;
  }

  /** False while the gate is closed: requests wait. */
  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** True when no response is running and no create is in flight. */
  get isIdle(): boolean {
    return this.inFlight === null && !this.responses.isRunning;
  }

  /** Requests a response, which is created once none is running. False: too many requests wait already. */
  request(request: CreateResponse, purpose: Exclude<Purpose, 'reply' | 'follow-up'>): boolean {
    if (this.waiting.some((each) => each.request === request)) return true;
    if (this.waiting.length >= MAX_WAITING_REQUESTS) return false;
    this.waiting.push({ state: 'requested', purpose, request, isRepeat: false });
    this.pump();
    return true;
  }

  /**
   * Asks the model to go on, since all tool outputs of a response were sent. Any response that starts after this has
   * seen them.
   */
  requestFollowUp(): void {
    this.ask(null, false);
    this.pump();
  }

  /** Repeats the request of a response that was of no use; null: asks the model to go on. */
  repeat(asked: RequestedResponse | null): void {
    this.ask(asked, false);
    this.pump();
  }

  /** Repeats a create that got no answer. Returns the running responses, which must be cancelled before it is sent. */
  renew(): readonly AgentResponse[] {
    const crossing = this.crossing();
    const lost = this.inFlight ?? crossing?.asked ?? null;
    this.inFlight = null;
    if (crossing !== undefined) crossing.asked = null;
    this.ask(lost, true);
    this.pump();
    return this.responses.running;
  }

  /** Abandons the create in flight: its response is no longer wanted and gets cancelled when it starts. */
  abandon(): void {
    this.isAbandoned = this.inFlight !== null;
  }

  /** Closes the gate: no create is sent until `open`, which also repeats the one in flight. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (this.inFlight !== null && !this.isAbandoned) this.ask(this.inFlight, false);
    this.abandon();
  }

  open(): void {
    this.isClosed = false;
    this.pump();
  }

  /** Forgets responses and the create in flight: the model is gone, and the next one runs nothing and was asked for nothing. */
  modelLost(): void {
    this.responses.clear();
    this.inFlight = null;
    this.callerHasTurn = false;
    this.isAbandoned = false;
  }

  /** Withdraws a request that still waits. */
  withdraw(request: CreateResponse): void {
    this.waiting = this.waiting.filter((each) => each.request !== request);
  }

  /**
   * Notes a response that the model began: ours, or one of its own. `abandoned`: we asked for it and no longer want it,
   * or want it again later. `unwanted`: the model began it while the gate was closed. `tag` belongs to the request that
   * the response answers.
   */
  started(responseId: string, tag?: string): 'wanted' | 'abandoned' | 'unwanted' {
    const fate = this.isAbandoned ? 'abandoned' : this.isClosed ? 'unwanted' : 'wanted';
    const asked = this.inFlight;
    const response = this.responses.begin(responseId);
    response.tag = tag ?? response.tag;
    response.purpose = purposeOf(asked, tag);
    this.inFlight = null;
    this.isAbandoned = false;
    this.refusals = 0;
    if (fate !== 'wanted') return fate;
    if (asked !== null) response.asked = asked;
    // A response that sees nothing of the conversation does not go on with what the tools answered.
    if (asked?.request.withoutContext !== true)
      this.waiting = this.waiting.filter(({ purpose }) => purpose !== 'follow-up');
    return fate;
  }

  /**
   * Abandons the create in flight because the caller speaks. The model answers that by itself, and nothing we asked for
   * may talk over it.
   */
  callerTookTurn(): void {
    this.callerHasTurn = true;
    this.abandon();
  }

  /**
   * Resumes requests once the caller's turn is in the conversation: the model's own answer, if any, comes before them.
   */
  callerFinishedTurn(): void {
    this.callerHasTurn = false;
    if (!this.isClosed) this.isAbandoned = false;
    this.pump();
  }

  /**
   * Ends a response that the model has finished. Returns the request it answered; null: the model began it by itself.
   */
  finished(responseId: string): RequestedResponse | null {
    const response = this.responses.of(responseId);
    const { asked } = response;
    response.isRunning = false;
    response.asked = null;
    this.pump();
    return asked;
  }

  /**
   * Repeats a create that the model refused because a response was running, once that response is over. It had not seen
   * what we ask about.
   */
  refused(): void {
    const crossing = this.crossing();
    const refused = this.inFlight ?? crossing?.asked ?? null;
    const isDropped = this.isAbandoned && refused?.request.tag === undefined;
    const isAnswered = isDropped || (refused?.isRepeat === true && this.responses.isRunning);
    this.inFlight = null;
    if (crossing !== undefined) {
      crossing.asked = null;
      if (!isAnswered) crossing.purpose = 'reply';
    }
    this.isAbandoned = false;
    this.refusals += 1;
    if (this.refusals > MAX_REFUSALS && !this.responses.isRunning) this.refusals = 0;
    else if (refused !== null && !isAnswered) this.ask(refused, refused.isRepeat);
    this.pump();
  }

  /** Running response that answers our create, or crossed it on the way. */
  private crossing(): AgentResponse | undefined {
    return this.responses.running.find(({ asked }) => asked !== null);
  }

  /** Puts a request ahead of those that wait. Follow-ups are merged into one, which comes last. */
  private ask(asked: RequestedResponse | null, isRepeat: boolean): void {
    if (asked !== null && asked.purpose !== 'follow-up') {
      if (!this.waiting.some(({ request }) => request === asked.request)) this.waiting.unshift({ ...asked, isRepeat });
    } else if (!this.waiting.some(({ purpose }) => purpose === 'follow-up')) {
      this.waiting.push({ state: 'requested', purpose: 'follow-up', request: {}, isRepeat });
    }
  }

  private pump(): void {
    if (this.isClosed || this.inFlight !== null || this.callerHasTurn || this.responses.isRunning) return;
    const next = this.waiting.shift();
    if (next === undefined) return;
    this.inFlight = next;
    this.create(next.request);
  }
}

/**
 * Purpose of a response: its tag names the request it answers. Without a tag it answers the create in flight, if that
 * has none either.
 */
function purposeOf(inFlight: RequestedResponse | null, tag: string | undefined): Purpose {
  if (tag !== undefined) return tag === GOODBYE_TAG ? 'goodbye' : 'say';
  return inFlight === null || inFlight.request.tag !== undefined ? 'reply' : inFlight.purpose;
}
