import type { Clock, CreateResponse, Dispose } from '../../ports/ports';
import type { Departure } from './departure';
import type { ResponseGate } from './response-gate';

/** The goodbye has begun by then, or the call ends without one. */
const BEGIN_DEADLINE_MS = 12_000;

const GOODBYE: CreateResponse = {
  tag: 'goodbye',
  instructions:
    'This call has to end now. In the language of the conversation, tell the caller so in one short, friendly sentence, ' +
    'and say goodbye. Ask nothing.',
};

/** The agent says goodbye because the call has reached a limit, and the call ends when that was heard. */
export class Farewell {
  private isAsked = false;
  private stopDeadline: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly gate: ResponseGate,
    private readonly departure: Departure,
    private readonly onLeave: () => void,
  ) {}

  get isUnderWay(): boolean {
    return this.isAsked;
  }

  /** Waits for what the agent and the caller are saying. */
  say(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    this.ask();
  }

  /** Somebody else speaks with the caller: the goodbye waits until the agent has them again. */
  putOff(): void {
    this.stopDeadline();
    this.gate.withdraw(GOODBYE);
  }

  /** The agent has the caller again. */
  resume(): void {
    if (this.isAsked) this.ask();
  }

  /** A response began; `tag`: of what it answers. */
  responseStarted(tag: string | undefined): void {
    if (this.isAsked && tag === GOODBYE.tag) this.departure.begin('limit');
  }

  private ask(): void {
    this.stopDeadline();
    this.stopDeadline = this.clock.after(BEGIN_DEADLINE_MS, () => {
      if (!this.departure.isUnderWay) this.onLeave();
    });
    this.gate.request(GOODBYE);
  }
}
