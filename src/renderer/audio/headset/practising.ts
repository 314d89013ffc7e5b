import { PRACTICE_FRAME } from '../../../shared/audio/headset-wire';
import type { Call } from '../../../shared/call/call';
import type { PracticeModel } from '../../../shared/contract/practice-contract';
import type { Api, Outcome } from '../../client/run';
import { openToSpeak, type SpeakingParts } from './headset-line';

/**
 * State of a practice call, with the operator as the caller. `over`: kept until dismissed, so that what was said can be
 * read.
 */
export type Practice =
  | { readonly name: 'calling'; readonly agentId: string }
  | {
      readonly name: 'on';
      readonly agentId: string;
      readonly callId: string;
      readonly model: PracticeModel;
      readonly muted: boolean;
    }
  | { readonly name: 'over'; readonly agentId: string; readonly callId: string; readonly model: PracticeModel };

const PRACTISING_ALREADY = 'You are on a practice call. Hang up first.';

interface PractisingParts extends SpeakingParts {
  readonly api: Api;
  readonly listening: { listen(callId: string): Promise<Outcome> };
  readonly onChange: (practice: Practice | null) => void;
}

/** Practice call, which sends the microphone to an agent. It starts only on request, and ends with the call. */
export class Practising {
  private practice: Practice | null = null;

  constructor(private readonly parts: PractisingParts) {}

  /** True while the operator's speech goes to the agent. */
  get isTalking(): boolean {
    return this.practice?.name === 'on' && !this.practice.muted;
  }

  /** Id of the practice call; null for none, or none yet. */
  get callId(): string | null {
    return this.practice?.name === 'on' ? this.practice.callId : null;
  }

  /** Reason why nothing else can be done with the headset now; null if something can. */
  get busy(): string | null {
    return this.practice === null || this.practice.name === 'over' ? null : PRACTISING_ALREADY;
  }

  /** Opens the microphone, then calls. When refused, the microphone is shut again. */
  async call(agentId: string): Promise<Outcome> {
    if (this.busy !== null) return { ok: false, sentence: this.busy };
    const calling: Practice = { name: 'calling', agentId };
    this.show(calling);
    const outcome = await this.place(agentId, () => this.practice === calling);
    if (outcome.ok) return outcome;
    if (this.practice === calling) this.show(null);
    this.parts.microphone.end('practice');
    return outcome;
  }

  /** Hangs up as the caller; a call that is not placed yet is never made. */
  async hangUp(): Promise<Outcome> {
    const { headsetId, api } = this.parts;
    if (this.practice?.name === 'calling') {
      this.show(null);
      return { ok: true };
    }
    if (this.practice?.name !== 'on') return { ok: true };
    const answer = await api.query(({ practice }) => practice.hangUp({ headsetId }));
    return answer.reached ? { ok: true } : { ok: false, sentence: answer.refusal.sentence };
  }

  mute(muted: boolean): void {
    if (this.practice?.name === 'on') this.show({ ...this.practice, muted });
  }

  /** Clears a call that is over, so that it is no longer shown. */
  dismiss(): void {
    if (this.practice?.name === 'over') this.show(null);
  }

  onFrame(frame: Uint8Array): void {
    if (this.isTalking) this.parts.line.send(PRACTICE_FRAME, frame);
  }

  /** Takes the calls as the feed reports them, and ends the practice with its call. */
  onCalls(calls: ReadonlyMap<string, Call>): void {
    if (this.callId !== null && calls.get(this.callId)?.phase.name === 'ended') this.end();
  }

  /** Ends the practice when the audio channel is lost: the main process has hung up by then. */
  onLineLost(): void {
    if (this.practice?.name === 'on') this.end();
  }

  private async place(agentId: string, isWanted: () => boolean): Promise<Outcome> {
    const { headsetId, microphone, listening, api } = this.parts;
    const refusal = await openToSpeak('practice', this.parts);
    if (refusal !== null) return { ok: false, sentence: refusal };
    const placed = await api.run(({ practice }) => practice.call({ agentId, headsetId }));
    if (!placed.ok) return placed;
    if (!isWanted()) {
      await api.query(({ practice }) => practice.hangUp({ headsetId }));
      microphone.end('practice');
      return { ok: true };
    }
    const { callId, model } = placed;
    this.show({ name: 'on', agentId, callId, model, muted: false });
    const heard = await listening.listen(callId);
    if (!heard.ok) await this.hangUp();
    return heard;
  }

  private end(): void {
    if (this.practice?.name !== 'on') return;
    const { agentId, callId, model } = this.practice;
    this.show({ name: 'over', agentId, callId, model });
    this.parts.microphone.end('practice');
  }

  private show(practice: Practice | null): void {
    this.practice = practice;
    this.parts.onChange(practice);
    this.parts.microphone.setGate();
  }
}
