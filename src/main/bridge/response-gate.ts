import type { CreateResponse } from '../ports';

const MAX_WAITING_REQUESTS = 8;
/** A request refused this often with nothing running is given up: asking again would never end. */
const MAX_REFUSALS = 3;

/**
 * The one writer of `response.create`. At most one is in flight, and none while a response of the conversation is
 * running, whoever began it. What follows tool outputs is coalesced: one response for all of them.
 */
export class ResponseGate {
  private readonly running = new Set<string>();
  private readonly waiting: CreateResponse[] = [];
  private inFlight: CreateResponse | 'follow-up' | null = null;
  private followUp = false;
  private callerHasTurn = false;
  private refusals = 0;

  constructor(private readonly create: (request: CreateResponse) => void) {}

  /** Responses that the model is generating now, ours and those its turn detection began. */
  get runningResponses(): ReadonlySet<string> {
    return this.running;
  }

  get isIdle(): boolean {
    return this.running.size === 0 && this.inFlight === null && this.waiting.length === 0 && !this.followUp;
  }

  /** Asks for a response as soon as none is running. False: too many wait already. */
  request(request: CreateResponse): boolean {
    if (this.waiting.length >= MAX_WAITING_REQUESTS) return false;
    this.waiting.push(request);
    this.pump();
    return true;
  }

  /** All tool outputs of a response were sent: the model should go on. Any response that starts after this has seen them. */
  requestFollowUp(): void {
    this.followUp = true;
    this.pump();
  }

  /** The model began a response: ours, or one of its own. */
  started(responseId: string): void {
    this.running.add(responseId);
    this.inFlight = null;
    this.followUp = false;
    this.refusals = 0;
  }

  /** The caller speaks: the model answers that by itself, and no create of ours may talk over it. */
  callerTookTurn(): void {
    this.callerHasTurn = true;
  }

  /** The caller's turn is in the conversation: the model's own answer, if any, is ahead of whatever we ask for now. */
  callerFinishedTurn(): void {
    this.callerHasTurn = false;
    this.pump();
  }

  finished(responseId: string): void {
    this.running.delete(responseId);
    this.pump();
  }

  /** The model refused our create because one is running: it is asked for again when that is over. */
  refused(): void {
    const refused = this.inFlight;
    this.inFlight = null;
    this.refusals += 1;
    if (this.refusals > MAX_REFUSALS && this.running.size === 0) this.refusals = 0;
    else if (refused === 'follow-up') this.followUp = true;
    else if (refused !== null) this.waiting.unshift(refused);
    this.pump();
  }

  private pump(): void {
    if (this.inFlight !== null || this.running.size > 0 || this.callerHasTurn) return;
    const next = this.waiting.shift();
    if (next !== undefined) {
      this.inFlight = next;
      this.create(next);
    } else if (this.followUp) {
      this.inFlight = 'follow-up';
      this.followUp = false;
      this.create({});
    }
  }
}
