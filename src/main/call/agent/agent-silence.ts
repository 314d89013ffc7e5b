import type { ModelLeg } from '../../ports/ports';
import type { AgentVoice } from './agent-voice';
import type { Greeting } from './greeting';
import type { Interruption } from './interruption';
import type { LimitGoodbye, PendingHangup } from './last-words';
import type { ReplyWatchdog } from './reply-watchdog';
import type { ResponseGate } from './response-gate';

/**
 * Reason for the agent's silence: the floor is not its own, keys are being pressed, its last words are being heard, the
 * caller's stream is lost, or there is no model.
 */
export type SilenceReason = 'floor' | 'keys' | 'leaving' | 'no-caller' | 'model';

/**
 * Way the agent resumes after a silence: not by itself, only if the caller waits for an answer, or by speaking first.
 */
export type GoOn = 'when-asked' | 'if-awaited' | 'speaks-first';

interface AgentSilenceParts {
  readonly voice: AgentVoice;
  readonly gate: ResponseGate;
  readonly watchdog: ReplyWatchdog;
  readonly interruption: Interruption;
  readonly greeting: Greeting;
  readonly pendingHangup: PendingHangup;
  readonly goodbye: LimitGoodbye;
  readonly model: ModelLeg;
}

/**
 * Silence of the agent: it says nothing until every reason for it is gone, whatever the model does. Requests made
 * meanwhile are kept, and the model goes on listening.
 */
export class AgentSilence {
  private readonly reasons = new Set<SilenceReason>();
  /** Cached results of `reasons`; read once per audio frame, 50 a second. */
  private isSilent = false;
  private isSilentAtOnce = false;
  /** True when the silence cut an answer off, or kept the model from giving one. */
  private isAwaited = false;
  /** True while the model begins a response by itself when the caller has spoken, as it last confirmed. */
  isModelAnswering = true;

  constructor(private readonly parts: AgentSilenceParts) {}

  get isOn(): boolean {
    return this.isSilent;
  }

  /** True when even the agent's current words are cut off. */
  get isTotal(): boolean {
    return this.isSilentAtOnce;
  }

  begin(reason: SilenceReason): void {
    if (this.reasons.has(reason)) return;
    const { gate, watchdog, interruption, greeting, voice, model } = this.parts;
    if (!this.isOn) this.isAwaited = false;
    this.reasons.add(reason);
    this.sumUp();
    gate.close();
    watchdog.rest();
    if (reason === 'leaving' || reason === 'model') return;
    greeting.dismiss();
    this.overruleLeaving(true);
    if (voice.isSpeaking()) this.isAwaited = true;
    interruption.by('operator');
    if (reason === 'floor') model.answerCaller(false);
  }

  end(reason: SilenceReason, goOn: GoOn): void {
    if (!this.reasons.delete(reason)) return;
    this.sumUp();
    const { gate, model } = this.parts;
    if (reason === 'floor') model.answerCaller(true);
    if (this.isOn) return;
    this.overruleLeaving(false);
    const wants = goOn === 'speaks-first' || (goOn === 'if-awaited' && this.isAwaited);
    // A caller who is speaking gets the answer when they have finished: the agent does not begin over their words.
    if (wants && !gate.isCallersTurn) gate.requestFollowUp();
    gate.open();
  }

  /** Tells a model that took over what the lost one knew: whether it answers the caller by itself. */
  modelReplaced(): void {
    this.isModelAnswering = true;
    if (this.reasons.has('floor')) this.parts.model.answerCaller(false);
  }

  /** Notes a response that began during the silence: the model's own, to what the caller said. */
  responseRefused(): void {
    this.isAwaited = true;
  }

  private sumUp(): void {
    this.isSilent = this.reasons.size > 0;
    this.isSilentAtOnce = this.isSilent && !(this.reasons.size === 1 && this.reasons.has('leaving'));
  }

  private overruleLeaving(isOverruled: boolean): void {
    const { pendingHangup, goodbye } = this.parts;
    pendingHangup.overrule(isOverruled);
    if (isOverruled) goodbye.putOff();
    else goodbye.resume();
  }
}
