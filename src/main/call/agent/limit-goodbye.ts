import type { Clock, CreateResponse, Dispose } from '../../ports/ports';
import type { PendingHangup } from './pending-hangup';
import { GOODBYE_TAG, type AgentResponse } from './response';
import type { ResponseGate } from './response-gate';

/** The goodbye begins within 12 s, or the call ends without one. */
const BEGIN_DEADLINE_MS = 12_000;

const GOODBYE: CreateResponse = {
  tag: GOODBYE_TAG,
  instructions:
    'This call has to end now. In the language of the conversation, tell the caller so in one short, friendly sentence, ' +
    'and say goodbye. Ask nothing.',
};

/** Goodbye of a call that reached a limit: the agent says it, and the call ends when the caller has heard it. */
export class LimitGoodbye {
  private isAsked = false;
  private stopDeadline: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly gate: ResponseGate,
    private readonly pendingHangup: PendingHangup,
    private readonly onHangup: () => void,
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

  responseStarted({ purpose }: AgentResponse): void {
    if (this.isAsked && purpose === 'goodbye') this.pendingHangup.begin('limit');
  }

  private ask(): void {
    this.stopDeadline();
    this.stopDeadline = this.clock.after(BEGIN_DEADLINE_MS, () => {
      if (!this.pendingHangup.isUnderWay) this.onHangup();
    });
    this.gate.request(GOODBYE, 'goodbye');
  }
}
