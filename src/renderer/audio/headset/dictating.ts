import { DICTATION_FRAME } from '../../../shared/audio/headset-wire';
import { REFUSALS } from '../../client/refusals/refusals';
import type { Api, Failed, Outcome } from '../../client/run';
import { openToSpeak, type SpeakingParts } from './headset-line';

/** Dictated text, or a sentence that says why there is none. */
export type Dictated = { readonly ok: true; readonly text: string } | Failed;

/** State of a dictation. `writing`: the key is up, and the last words are still being transcribed. */
export type DictationState = 'off' | 'starting' | 'listening' | 'writing';

/** Most frames kept until the main process is ready: two seconds of 20 ms frames. Older ones are dropped. */
const MAX_EARLY_FRAMES = 100;

/** Recording time after the key is up, in ms: people release it before their last word is out. */
const TAIL_MS = 200;

interface DictatingParts extends SpeakingParts {
  readonly api: Api;
  /** Language of the dictation, ISO 639-1. */
  readonly language: string;
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly onState: (state: DictationState) => void;
}

/** Push-to-talk dictation, from the press of a key to text. */
export class Dictating {
  private current: DictationState = 'off';
  private early: Uint8Array[] = [];
  private begun: Promise<Outcome> = Promise.resolve({ ok: true });
  private turn = 0;

  constructor(private readonly parts: DictatingParts) {}

  /** True while the microphone's frames are dictated. */
  get takesFrames(): boolean {
    return this.current === 'starting' || this.current === 'listening';
  }

  /** Starts a dictation when the key goes down. A refusal means that nothing was started. */
  begin(): Promise<Outcome> {
    if (this.current !== 'off') return this.begun;
    this.turn += 1;
    this.early = [];
    this.show('starting');
    this.begun = this.start(this.turn);
    return this.begun;
  }

  /** Ends the dictation when the key goes up; resolves to what was said since it went down. */
  async finish(): Promise<Dictated> {
    const turn = this.turn;
    const begun = await this.begun;
    if (!begun.ok) return begun;
    if (this.current !== 'listening') return { ok: false, sentence: REFUSALS['nothing-said'] };
    await new Promise<void>((resolve) => this.parts.after(TAIL_MS, resolve));
    if (!this.isAt(turn)) return { ok: false, sentence: REFUSALS['nothing-said'] };
    this.show('writing');
    this.parts.microphone.end('dictation');
    const { api, headsetId } = this.parts;
    const dictated = await api.run(({ dictation }) => dictation.finish({ headsetId }));
    if (this.isAt(turn)) this.show('off');
    return dictated;
  }

  /** Cancels the dictation; what was said since the key went down is forgotten. */
  cancel(): void {
    if (this.current === 'off') return;
    this.stop();
    const { api, headsetId } = this.parts;
    void api.query(({ dictation }) => dictation.cancel({ headsetId }));
  }

  onFrame(frame: Uint8Array): void {
    if (this.current === 'listening') {
      this.parts.line.send(DICTATION_FRAME, frame);
      return;
    }
    this.early.push(frame);
    if (this.early.length > MAX_EARLY_FRAMES) this.early.shift();
  }

  private async start(turn: number): Promise<Outcome> {
    const { headsetId, language, line, api } = this.parts;
    const refusal = await openToSpeak('dictation', this.parts);
    if (refusal !== null) return this.refuse(turn, refusal);
    const begun = await api.run(({ dictation }) => dictation.begin({ headsetId, language }));
    if (!begun.ok) return this.refuse(turn, begun.sentence);
    if (!this.isAt(turn)) return { ok: false, sentence: REFUSALS['nothing-said'] };
    this.show('listening');
    for (const frame of this.early.splice(0)) line.send(DICTATION_FRAME, frame);
    return { ok: true };
  }

  private refuse(turn: number, sentence: string): Outcome {
    if (this.isAt(turn)) this.stop();
    return { ok: false, sentence };
  }

  private stop(): void {
    this.turn += 1;
    this.show('off');
    this.early = [];
    this.parts.microphone.end('dictation');
  }

  private isAt(turn: number): boolean {
    return this.turn === turn && this.current !== 'off';
  }

  private show(state: DictationState): void {
    this.current = state;
    this.parts.microphone.setGate();
    this.parts.onState(state);
  }
}
