import type { CreateResponse } from '../../ports/ports';

const MAX_WAITING_REQUESTS = 8;
/** A request refused this often with nothing running is given up: asking again would never end. */
const MAX_REFUSALS = 3;

/** Something the model was asked to say. */
export interface Asked {
  readonly request: CreateResponse;
  /** It is only to go on with what the tools answered: any later response does that as well. */
  readonly isFollowUp: boolean;
  /** Asked before, without an answer: when it is refused the first asking was heard after all. */
  readonly isRepeat: boolean;
}

/**
 * The one writer of `response.create`. At most one is in flight, and none while a response of the conversation is
 * running, whoever began it. What follows tool outputs is coalesced: one response for all of them.
 */
export class ResponseGate {
  private readonly running = new Set<string>();
  private waiting: Asked[] = [];
  private inFlight: Asked | null = null;
  /** In flight when a response started: that response is the answer, or the two crossed and a refusal follows. */
  private crossing: { readonly responseId: string; readonly asked: Asked } | null = null;
  private callerHasTurn = false;
  private isAbandoned = false;
  private isClosed = false;
  private refusals = 0;

  constructor(private readonly create: (request: CreateResponse) => void) {}

  /** Responses that the model is generating now, ours and those its turn detection began. */
  get runningResponses(): ReadonlySet<string> {
    return this.running;
  }

  /** True while an asking is on its way and nothing came of it yet. */
  get isAsking(): boolean {
    return this.inFlight !== null;
  }

  /** True while this very request is on its way. */
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
    return this.inFlight === null && this.running.size === 0;
  }

  /** Asks for a response as soon as none is running. False: too many wait already. */
  request(request: CreateResponse): boolean {
    if (this.waiting.some((each) => each.request === request)) return true;
    if (this.waiting.length >= MAX_WAITING_REQUESTS) return false;
    this.waiting.push({ request, isFollowUp: false, isRepeat: false });
    this.pump();
    return true;
  }

  /** All tool outputs of a response were sent: the model should go on. Any response that starts after this has seen them. */
  requestFollowUp(): void {
    this.ask(null, false);
    this.pump();
  }

  /** A response was of no use: asks for the same once more; null: asks the model to go on. */
  repeat(asked: Asked | null): void {
    this.ask(asked, false);
    this.pump();
  }

  /** Nothing came of the last asking: asks once more. Answers the responses to cancel, for which it waits. */
  renew(): readonly string[] {
    const lost = this.inFlight ?? this.crossing?.asked ?? null;
    this.inFlight = null;
    this.crossing = null;
    this.ask(lost, true);
    this.pump();
    return [...this.running];
  }

  /** What is being asked for is no longer wanted: its response is to be cancelled when it starts. */
  abandon(): void {
    this.isAbandoned = this.inFlight !== null;
  }

  /** Nothing more is asked for; what is on its way, and what is wanted meanwhile, waits for `open`. */
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

  /** The model is another one, which runs nothing and was asked for nothing. */
  modelReplaced(): void {
    this.running.clear();
    this.inFlight = null;
    this.crossing = null;
    this.callerHasTurn = false;
    this.isAbandoned = false;
  }

  /** Takes back a request that still waits. */
  withdraw(request: CreateResponse): void {
    this.waiting = this.waiting.filter((each) => each.request !== request);
  }

  /**
   * The model began a response: ours, or one of its own. `abandoned`: we asked for it and want it no more, or again later.
   * `unwanted`: the model began it although nothing is to be said.
   */
  started(responseId: string): 'wanted' | 'abandoned' | 'unwanted' {
    const fate = this.isAbandoned ? 'abandoned' : this.isClosed ? 'unwanted' : 'wanted';
    const asked = this.inFlight;
    this.running.add(responseId);
    this.inFlight = null;
    this.isAbandoned = false;
    this.refusals = 0;
    if (fate !== 'wanted') return fate;
    if (asked !== null) this.crossing = { responseId, asked };
    // A response that sees nothing of the conversation does not go on with what the tools answered.
    if (asked?.request.withoutContext !== true) this.waiting = this.waiting.filter(({ isFollowUp }) => !isFollowUp);
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
  finished(responseId: string): Asked | null {
    this.running.delete(responseId);
    const asked = this.crossing?.responseId === responseId ? this.crossing.asked : null;
    if (asked !== null) this.crossing = null;
    this.pump();
    return asked;
  }

  /** The model refused our create because one is running, which had not seen what we ask about: again when it is over. */
  refused(): void {
    const refused = this.inFlight ?? this.crossing?.asked;
    const isDropped = this.isAbandoned && refused?.request.tag === undefined;
    const isAnswered = isDropped || (refused?.isRepeat === true && this.running.size > 0);
    this.inFlight = null;
    this.crossing = null;
    this.isAbandoned = false;
    this.refusals += 1;
    if (this.refusals > MAX_REFUSALS && this.running.size === 0) this.refusals = 0;
    else if (refused !== undefined && !isAnswered) this.ask(refused, refused.isRepeat);
    this.pump();
  }

  /** Puts something ahead of what waits. Follow-ups are one, and last. */
  private ask(asked: Asked | null, isRepeat: boolean): void {
    if (asked !== null && !asked.isFollowUp) {
      if (!this.waiting.some(({ request }) => request === asked.request)) this.waiting.unshift({ ...asked, isRepeat });
    } else if (!this.waiting.some(({ isFollowUp }) => isFollowUp)) {
      this.waiting.push({ request: {}, isFollowUp: true, isRepeat });
    }
  }

  private pump(): void {
    if (this.isClosed || this.inFlight !== null || this.running.size > 0 || this.callerHasTurn) return;
    const next = this.waiting.shift();
    if (next === undefined) return;
    this.inFlight = next;
    this.create(next.request);
  }
}
