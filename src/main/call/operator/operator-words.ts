import { FRAME_BYTES } from '../../../shared/audio/headset-wire';
import { MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { MAX_DETAIL_CHARS, MAX_TRANSCRIPT_CHARS } from '../../../shared/call/fact';
import type { CallEvent } from '../../../shared/call/events';
import type { Clock, Dispose } from '../../ports/ports';
import type { Transcriber, TranscriberLeg } from '../../ports/ports-operator';
import type { Notes } from '../agent/notes';

const MAX_UTTERANCES = 256;
/** Time without a frame after which the operator has paused. Silence then lets their last utterance end. */
const PAUSE_AFTER_MS = 200;
const PAUSE_FRAMES = 60;

const SILENCE = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE).toString('base64');

interface Utterance {
  readonly turnId: string;
  /** Item at the end of the conversation when it began. */
  readonly after: string | null;
  state: 'speaking' | 'transcribing' | 'settled';
  isInConversation: boolean;
}

interface OperatorWordsEffects {
  readonly emit: (event: CallEvent) => void;
  readonly notes: Pick<Notes, 'add'>;
  /** Item at the end of the conversation; null: there is none yet. */
  readonly order: { readonly last: string | null };
}

/**
 * Transcription of the operator's words to the caller. They become turns of the transcript, and notes in the agent's
 * conversation.
 */
export class OperatorWords {
  private leg: TranscriberLeg | null = null;
  private readonly utterances = new Map<string, Utterance>();
  private legs = 0;
  private count = 0;
  private stopPause: Dispose = () => undefined;

  constructor(
    private readonly transcriber: Transcriber | undefined,
    private readonly language: string,
    private readonly clock: Clock,
    private readonly effects: OperatorWordsEffects,
  ) {}

  /** Opens a transcriber: the operator may speak from now on. */
  begin(): void {
    if (this.leg !== null || this.transcriber === undefined) return;
    this.legs += 1;
    const of = `${String(this.legs)}/`;
    this.leg = this.transcriber.open(this.language, {
      onStarted: (utteranceId) => this.started(of + utteranceId),
      onStopped: (utteranceId) => this.stopped(of + utteranceId),
      onText: (utteranceId, text) => this.heard(of + utteranceId, text),
      onUntold: (utteranceId, detail) => this.untold(of + utteranceId, detail),
      onFinished: () => undefined,
      onFailed: (detail) => this.failed(of, detail),
    });
  }

  /** Gives the transcriber a frame that went to the caller. */
  spoken(payload: string): void {
    if (this.leg === null) return;
    this.leg.appendAudio(payload);
    this.stopPause();
    this.stopPause = this.clock.after(PAUSE_AFTER_MS, () => this.pause());
  }

  /** Finishes the transcriber when the operator is done; their last words are still written down. */
  end(): void {
    this.stopPause();
    this.leg?.finish();
    this.leg = null;
  }

  /** Closes the transcriber when the call is over. */
  dispose(): void {
    this.stopPause();
    this.leg?.close();
    this.leg = null;
  }

  private pause(): void {
    for (let i = 0; i < PAUSE_FRAMES; i += 1) this.leg?.appendAudio(SILENCE);
  }

  private started(id: string): void {
    if (this.utterances.has(id)) return;
    this.count += 1;
    const turnId = `operator_${String(this.count)}`;
    const after = this.effects.order.last;
    this.utterances.set(id, { turnId, after, state: 'speaking', isInConversation: false });
    for (const oldest of this.utterances.keys()) {
      if (this.utterances.size <= MAX_UTTERANCES) break;
      this.utterances.delete(oldest);
    }
    this.effects.emit({ type: 'operator.startedSpeaking', turnId, after: this.placeOf(turnId, after) });
  }

  private stopped(id: string): void {
    const utterance = this.utterances.get(id);
    if (utterance?.state !== 'speaking') return;
    utterance.state = 'transcribing';
    this.effects.emit({ type: 'operator.stoppedSpeaking', turnId: utterance.turnId });
  }

  private heard(id: string, text: string): void {
    const utterance = this.utterances.get(id);
    if (utterance === undefined || utterance.state === 'settled') return;
    this.stopped(id);
    utterance.state = 'settled';
    const { turnId } = utterance;
    const words = text.trim().slice(0, MAX_TRANSCRIPT_CHARS);
    this.effects.emit({ type: 'operator.transcribed', turnId, text: words });
    if (words === '') return;
    const after = this.lastInConversation(utterance) ?? utterance.after;
    utterance.isInConversation = true;
    this.effects.notes.add({
      itemId: turnId,
      text: `A person of the company, not you, said to the caller: ${words}`,
      ...(after === null ? {} : { after }),
    });
  }

  private untold(id: string, detail: string): void {
    const utterance = this.utterances.get(id);
    if (utterance === undefined || utterance.state === 'settled') return;
    utterance.state = 'settled';
    const { turnId } = utterance;
    this.effects.emit({ type: 'operator.transcriptFailed', turnId, detail: detail.slice(0, MAX_DETAIL_CHARS) });
  }

  private failed(of: string, detail: string): void {
    if (of === `${String(this.legs)}/`) this.leg = null;
    for (const id of this.utterances.keys()) if (id.startsWith(of)) this.untold(id, detail);
  }

  /** Place of an utterance: behind those that the operator began at the same place before. */
  private placeOf(turnId: string, after: string | null): string | null {
    let place = after;
    for (const each of this.utterances.values())
      if (each.turnId !== turnId && each.after === after) place = each.turnId;
    return place;
  }

  private lastInConversation(of: Utterance): string | null {
    let last: string | null = null;
    for (const each of this.utterances.values()) {
      if (each === of) break;
      if (each.after === of.after && each.isInConversation) last = each.turnId;
    }
    return last;
  }
}

/** Wraps a transcriber so that its listener runs in a guard. */
export function guardedTranscriber(transcriber: Transcriber, guard: (run: () => void) => void): Transcriber {
  return {
    open: (language, listener) =>
      transcriber.open(language, {
        onStarted: (utteranceId) => guard(() => listener.onStarted(utteranceId)),
        onStopped: (utteranceId) => guard(() => listener.onStopped(utteranceId)),
        onText: (utteranceId, text) => guard(() => listener.onText(utteranceId, text)),
        onUntold: (utteranceId, detail) => guard(() => listener.onUntold(utteranceId, detail)),
        onFinished: () => guard(() => listener.onFinished()),
        onFailed: (detail) => guard(() => listener.onFailed(detail)),
      }),
  };
}
