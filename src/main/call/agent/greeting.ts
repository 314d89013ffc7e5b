import type { Agent } from '../../../shared/agent/agent';
import type { CallEvent } from '../../../shared/call/events';
import type { Clock, CreateResponse, Dispose, ModelEvent } from '../../ports/ports';
import type { CallerAudio } from '../caller/caller-audio';
import type { ResponseGate } from './response-gate';

type ResponseStatus = Extract<ModelEvent, { type: 'responseDone' }>['status'];

/** The caller's audio is held back for the greeting no longer than this after the model is ready. */
const MAX_GREETING_HOLD_MS = 4000;
/** The same for a greeting that is to be heard to its end: speech the model hears would cancel the rest of it. */
const MAX_WHOLE_GREETING_HOLD_MS = 25_000;

/**
 * The first seconds of a call. The greeting comes first, once: what the caller says while the line connects is held
 * until the greeting is generated, then given to the model in full. Words said before the greeting could be heard are
 * answered after it; they do not interrupt it. See docs/decisions/0001-words-before-the-greeting.md.
 */
export class Greeting {
  private phase: 'waiting' | 'asked' | 'generating' | 'over' = 'waiting';
  private greetingId: string | null = null;
  /** On the model's clock of the caller: speech before this was not an answer to the greeting. */
  private greetingHeardFromMs = 0;
  private hasSpoken = false;
  /** Items of the greeting that the phone has and has not played to their end. */
  private readonly unheard = new Set<string>();
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
    const holdMs = this.agent.greetingInterruptible ? MAX_GREETING_HOLD_MS : MAX_WHOLE_GREETING_HOLD_MS;
    this.stopHold = this.clock.after(holdMs, () => this.finish());
    this.gate.request(this.request);
  }

  responseStarted(responseId: string): void {
    if (this.phase !== 'asked') return;
    this.phase = 'generating';
    this.greetingId = responseId;
  }

  /** Audio of the agent goes to the phone. */
  agentSpeaks(responseId: string, itemId: string): void {
    if (responseId === this.greetingId) this.unheard.add(itemId);
    if (this.hasSpoken) return;
    this.hasSpoken = true;
    this.greetingHeardFromMs = this.audio.receivedMs;
  }

  /** A greeting that failed before a word of it was said is awaited again: whoever watches responses asks again. */
  responseOver(responseId: string, status: ResponseStatus): void {
    if (responseId !== this.greetingId || this.phase !== 'generating') return;
    if (status === 'failed' && !this.hasSpoken) this.phase = 'asked';
    else this.finish();
  }

  /** Something became of what the phone was sent. */
  told(event: CallEvent): void {
    if (event.type === 'agent.wasHeard') this.unheard.delete(event.itemId);
  }

  /** True while a greeting that may not be interrupted is not heard to its end. */
  get isToBeHeard(): boolean {
    return !this.agent.greetingInterruptible && this.unheard.size > 0;
  }

  /** True for speech that began before the caller could hear the greeting. */
  wasSaidBefore(audioStartMs: number): boolean {
    return audioStartMs < this.greetingHeardFromMs;
  }

  /** Somebody else speaks to the caller first: there is no greeting any more. */
  dismiss(): void {
    this.gate.withdraw(this.request);
    this.unheard.clear();
    if (this.phase === 'waiting' || this.phase === 'over') return;
    this.finish();
  }

  private finish(): void {
    this.stopHold();
    this.phase = 'over';
    this.audio.release();
  }
}
