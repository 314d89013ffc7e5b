import { PRACTICE_FRAME } from '../../../shared/audio/headset-wire';
import type { Call } from '../../../shared/call/call';
import type { PracticeModel } from '../../../shared/contract/practice-contract';
import type { Api, Outcome } from '../../client/run';
import { NOT_DONE } from '../../client/refusals/refusals';
import type { HeadsetLine } from './headset-line';
import type { Listening } from './listening';
import type { MicrophoneDesk } from '../capture/microphone-desk';
import { MICROPHONE_WORDS, refusalLine } from './microphone-words';

/** The operator as the caller of an agent. `over`: kept until dismissed, so that what was said can be read. */
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

interface PractisingParts {
  readonly headsetId: string;
  readonly line: Pick<HeadsetLine, 'ensure' | 'send'>;
  readonly microphone: Pick<MicrophoneDesk, 'begin' | 'end' | 'setGate'>;
  readonly listening: Pick<Listening, 'listen'>;
  readonly api: Api;
  readonly onChange: (practice: Practice | null) => void;
}

/** From the microphone to an agent's ear: asked for explicitly, and over with the call. */
export class Practising {
  private practice: Practice | null = null;

  constructor(private readonly parts: PractisingParts) {}

  /** What is said goes to the agent now. */
  get isTalking(): boolean {
    return this.practice?.name === 'on' && !this.practice.muted;
  }

  /** The call that is heard in it; null: there is none, or none yet. */
  get callId(): string | null {
    return this.practice?.name === 'on' ? this.practice.callId : null;
  }

  /** Why nothing else can be done with the headset now; null: it can. */
  get busy(): string | null {
    return this.practice === null || this.practice.name === 'over' ? null : PRACTISING_ALREADY;
  }

  /** Opens the microphone, then calls. Refused: the microphone is shut again. */
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

  /** The caller hangs up; before there is a call, none is made. */
  async hangUp(): Promise<Outcome> {
    const { headsetId, api } = this.parts;
    if (this.practice?.name === 'calling') {
      this.show(null);
      return { ok: true };
    }
    if (this.practice?.name !== 'on') return { ok: true };
    const answer = await api.query(({ practice }) => practice.hangUp({ headsetId }));
    return answer.reached ? { ok: true } : { ok: false, sentence: NOT_DONE };
  }

  mute(muted: boolean): void {
    if (this.practice?.name === 'on') this.show({ ...this.practice, muted });
  }

  /** What is left of a call that is over is not shown any more. */
  dismiss(): void {
    if (this.practice?.name === 'over') this.show(null);
  }

  onFrame(frame: Uint8Array): void {
    if (this.isTalking) this.parts.line.send(PRACTICE_FRAME, frame);
  }

  /** What the feed says of the calls. */
  onCalls(calls: ReadonlyMap<string, Call>): void {
    if (this.callId !== null && calls.get(this.callId)?.phase.name === 'ended') this.end();
  }

  /** Without its line the headset is nobody's phone any more: the main process has hung up. */
  onLineLost(): void {
    if (this.practice?.name === 'on') this.end();
  }

  private async place(agentId: string, isWanted: () => boolean): Promise<Outcome> {
    const { headsetId, line, microphone, listening, api } = this.parts;
    const refusal = await microphone.begin('practice');
    if (refusal !== null) return { ok: false, sentence: refusalLine(MICROPHONE_WORDS[refusal]) };
    try {
      await line.ensure();
    } catch {
      return { ok: false, sentence: NOT_DONE };
    }
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
