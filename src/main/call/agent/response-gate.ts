import type { CreateResponse } from '../../ports/ports';
import { GOODBYE_TAG, type AgentResponse, type Purpose, type RequestedResponse } from './response';
import type { Responses } from './responses';

const MAX_WAITING_REQUESTS = 8;
/** A request refused this often with nothing running is given up: asking again would never end. */
const MAX_REFUSALS = 3;

/**
 * Gate in front of `response.create`, and its only writer. At most one create is in flight, and none while a response of the
 * conversation runs, whoever began it. What follows tool outputs is coalesced: one response for all of them.
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

  /** True while a create is in flight and nothing came of it yet. */
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

  /** False while nothing may be asked for: what is wanted waits. */
  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** True when the model says nothing and was asked for nothing that it has yet to begin. */
  get isIdle(): boolean {
    return this.inFlight === null && !this.responses.isRunning;
  }

  /** Asks for a response as soon as none is running. False: too many wait already. */
  request(request: CreateResponse, purpose: Exclude<Purpose, 'reply' | 'follow-up'>): boolean {
    if (this.waiting.some((each) => each.request === request)) return true;
    if (this.waiting.length >= MAX_WAITING_REQUESTS) return false;
    this.waiting.push({ state: 'requested', purpose, request, isRepeat: false });
    this.pump();
    return true;
  }

  /** All tool outputs of a response were sent: the model should go on. Any response that starts after this has seen them. */
  requestFollowUp(): void {
    this.ask(null, false);
    this.pump();
  }

  /** A response was of no use: asks for the same once more; null: asks the model to go on. */
  repeat(asked: RequestedResponse | null): void {
    this.ask(asked, false);
    this.pump();
  }

  /** Nothing came of the last asking: asks once more. Answers the responses to cancel, for which it waits. */
  renew(): readonly AgentResponse[] {
    const crossing = this.crossing();
    const lost = this.inFlight ?? crossing?.asked ?? null;
    this.inFlight = null;
    if (crossing !== undefined) crossing.asked = null;
    this.ask(lost, true);
    this.pump();
    return this.responses.running;
  }

  /** What is being asked for is no longer wanted: its response is to be cancelled when it starts. */
  abandon(): void {
    this.isAbandoned = this.inFlight !== null;
  }

  /** Nothing more is asked for; what is in flight, and what is wanted meanwhile, waits for `open`. */
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

  /** Another model took over, which runs nothing and was asked for nothing. */
  modelReplaced(): void {
    this.responses.clear();
    this.inFlight = null;
    this.callerHasTurn = false;
    this.isAbandoned = false;
  }

  /** Takes back a request that still waits. */
  withdraw(request: CreateResponse): void {
    this.waiting = this.waiting.filter((each) => each.request !== request);
  }

  /**
   * The model began a response: ours, or one of its own. `abandoned`: we asked for it and want it no more, or again later.
   * `unwanted`: the model began it although nothing is to be said. `tag`: of the request that it answers.
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

  /** The caller speaks: the model answers that by itself, and nothing we asked for may talk over it. */
  callerTookTurn(): void {
    this.callerHasTurn = true;
    this.abandon();
  }

  /** The caller's turn is in the conversation: the model's own answer, if any, is ahead of whatever we ask for now. */
  callerFinishedTurn(): void {
    this.callerHasTurn = false;
    if (!this.isClosed) this.isAbandoned = false;
    this.pump();
  }

  /** The model is through with a response. Answers what had asked for it; null: the model began it by itself. */
  finished(responseId: string): RequestedResponse | null {
    const response = this.responses.of(responseId);
    const { asked } = response;
    response.isRunning = false;
    response.asked = null;
    this.pump();
    return asked;
  }

  /** The model refused our create because one is running, which had not seen what we ask about: again when it is over. */
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

  /** The running response that answers what we asked for, or crossed it on the way. */
  private crossing(): AgentResponse | undefined {
    return this.responses.running.find(({ asked }) => asked !== null);
  }

  /** Puts something ahead of what waits. Follow-ups are one, and last. */
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

/** A tag tells which request a response answers. Without one it answers what is in flight, if that has none either. */
function purposeOf(inFlight: RequestedResponse | null, tag: string | undefined): Purpose {
  if (tag !== undefined) return tag === GOODBYE_TAG ? 'goodbye' : 'say';
  return inFlight === null || inFlight.request.tag !== undefined ? 'reply' : inFlight.purpose;
}
