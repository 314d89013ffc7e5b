import type { CreateResponse } from '../ports';

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
  private isForgone = false;
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

  /** Asks for a response as soon as none is running. False: too many wait already. */
  request(request: CreateResponse): boolean {
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
  forgo(): void {
    this.isForgone = this.inFlight !== null;
  }

  /** The model began a response: ours, or one of its own. False: nobody wants it any more. */
  started(responseId: string): boolean {
    const isWanted = !this.isForgone;
    this.running.add(responseId);
    if (this.inFlight !== null && isWanted) this.crossing = { responseId, asked: this.inFlight };
    this.inFlight = null;
    this.isForgone = false;
    this.waiting = this.waiting.filter(({ isFollowUp }) => !isFollowUp);
    this.refusals = 0;
    return isWanted;
  }

  /** The caller speaks: the model answers that by itself, and nothing we asked for may talk over it. */
  callerTookTurn(): void {
    this.callerHasTurn = true;
    this.forgo();
  }

  /** The caller's turn is in the conversation: the model's own answer, if any, is ahead of whatever we ask for now. */
  callerFinishedTurn(): void {
    this.callerHasTurn = false;
    this.isForgone = false;
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
    const isAnswered = this.isForgone || (refused?.isRepeat === true && this.running.size > 0);
    this.inFlight = null;
    this.crossing = null;
    this.isForgone = false;
    this.refusals += 1;
    if (this.refusals > MAX_REFUSALS && this.running.size === 0) this.refusals = 0;
    else if (refused !== undefined && !isAnswered) this.ask(refused, refused.isRepeat);
    this.pump();
  }

  /** Puts something ahead of what waits. Follow-ups are one, and last. */
  private ask(asked: Asked | null, isRepeat: boolean): void {
    if (asked !== null && !asked.isFollowUp) this.waiting.unshift({ ...asked, isRepeat });
    else if (!this.waiting.some(({ isFollowUp }) => isFollowUp))
      this.waiting.push({ request: {}, isFollowUp: true, isRepeat });
  }

  private pump(): void {
    if (this.inFlight !== null || this.running.size > 0 || this.callerHasTurn) return;
    const next = this.waiting.shift();
    if (next === undefined) return;
    this.inFlight = next;
    this.create(next.request);
  }
}
