import type { Agent } from '../../../shared/agent/agent';
import type { Clock, CreateResponse, Dispose, ModelEvent } from '../../ports/ports';
import type { CallerAudio } from '../caller/caller-audio';
import type { ResponseGate } from './response-gate';
import type { AgentResponse } from './responses';

type ResponseStatus = Extract<ModelEvent, { type: 'responseDone' }>['status'];

/** Longest hold of the caller's audio for the greeting, from when the model is ready. */
const MAX_GREETING_HOLD_MS = 4000;
/** The same for a greeting that is to be heard to its end: speech the model hears would cancel the rest of it. */
const MAX_WHOLE_GREETING_HOLD_MS = 25_000;

/**
 * Greeting of a call, which comes first and once. What the caller says while the line connects is held until it is generated, then
 * given to the model in full: answered after the greeting, not interrupting it. See docs/decisions/0001-words-before-the-greeting.md.
 */
export class Greeting {
  private phase: 'waiting' | 'asked' | 'over' = 'waiting';
  /** Response that says it; null: none has begun. */
  private response: AgentResponse | null = null;
  /** On the model's clock of the caller: speech before this was not an answer to the greeting. */
  private greetingHeardFromMs = 0;
  private hasSpoken = false;
  private stopHold: Dispose = () => undefined;
  private readonly request: CreateResponse;

  constructor(
    private readonly agent: Pick<Agent, 'greeting' | 'greetingInterruptible'>,
    private readonly audio: CallerAudio,
    private readonly gate: ResponseGate,
    private readonly clock: Clock,
  ) {
    this.request = { instructions: `Say exactly: ${agent.greeting}`, withoutContext: true };
  }

  /** The model is ready. */
  begin(): void {
    if (this.phase !== 'waiting') return;
    if (this.agent.greeting === '') {
      this.hasSpoken = true;
      this.finish();
      return;
    }
    this.phase = 'asked';
    this.ask();
  }

  /** The model is gone. A greeting of which something was said is over; the rest of it is not said. */
  modelLost(): void {
    this.stopHold();
    this.greetingHeardFromMs = 0;
    if (this.phase !== 'asked') return;
    if (this.hasSpoken) this.phase = 'over';
    else this.response = null;
  }

  /** Another model took over: it greets only if nothing of the greeting was said. */
  modelReplaced(): void {
    if (this.phase === 'asked') this.ask();
    else if (this.phase === 'over') this.audio.release();
  }

  responseStarted(response: AgentResponse): void {
    if (this.phase === 'asked') this.response ??= response;
  }

  /** Words of the agent go to the caller. */
  agentSpeaks(): void {
    if (this.hasSpoken) return;
    this.hasSpoken = true;
    this.greetingHeardFromMs = this.audio.receivedMs;
  }

  /** A greeting that failed before a word of it was said is awaited again: whoever watches responses asks again. */
  responseOver(response: AgentResponse, status: ResponseStatus): void {
    if (response !== this.response || this.phase !== 'asked') return;
    if (status === 'failed' && !this.hasSpoken) this.response = null;
    else this.finish();
  }

  /** True while a greeting that may not be interrupted is not heard to its end. */
  get isToBeHeard(): boolean {
    return !this.agent.greetingInterruptible && this.response?.isUnheard === true;
  }

  /** True for speech that began before the caller could hear the greeting. */
  wasSaidBefore(audioStartMs: number): boolean {
    return audioStartMs < this.greetingHeardFromMs;
  }

  /** Somebody else speaks to the caller first: there is no greeting any more. */
  dismiss(): void {
    this.gate.withdraw(this.request);
    this.response = null;
    if (this.phase === 'waiting' || this.phase === 'over') return;
    this.finish();
  }

  private ask(): void {
    const holdMs = this.agent.greetingInterruptible ? MAX_GREETING_HOLD_MS : MAX_WHOLE_GREETING_HOLD_MS;
    this.stopHold = this.clock.after(holdMs, () => this.finish());
    this.gate.request(this.request, 'greeting');
  }

  private finish(): void {
    this.stopHold();
    this.phase = 'over';
    this.audio.release();
  }
}
