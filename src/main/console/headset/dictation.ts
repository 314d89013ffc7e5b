import { FRAME_MS } from '../../../shared/audio/headset-wire';
import { MAX_WORDS_CHARS } from '../../../shared/call/events/operator';
import type { FailureCode } from '../../../shared/contract/failures';
import type { Clock } from '../../ports/ports';
import type { Transcriber, TranscriberLeg } from '../../ports/ports-operator';

/** Maximum length of a dictation: a whisper is a sentence or two, and anything later is not transcribed; ms. */
export const MAX_DICTATION_MS = 120_000;

/** Time to transcribe the last words before the text so far must do; ms. */
export const FINISH_WITHIN_MS = 10_000;

export type Dictated =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly code: FailureCode };

/** Dictation of an operator: speech while a key is pressed, transcribed to text. */
export class Dictation {
  private readonly leg: TranscriberLeg;
  /** Texts by utterance, in the order the utterances began. */
  private readonly texts = new Map<string, string>();
  private hasFailed = false;
  private isDone = false;
  private heardMs = 0;
  private settle: () => void = () => undefined;

  constructor(
    transcriber: Transcriber,
    private readonly clock: Clock,
    language: string,
  ) {
    this.leg = transcriber.open(language, {
      onStarted: (id) => void this.texts.set(id, ''),
      onStopped: () => undefined,
      onText: (id, text) => void this.texts.set(id, text),
      onUntold: () => {
        this.hasFailed = true;
      },
      onFinished: () => this.done(),
      onFailed: () => {
        this.hasFailed = true;
        this.done();
      },
    });
  }

  append(frame: Uint8Array): void {
    if (this.isDone || this.heardMs >= MAX_DICTATION_MS) return;
    this.heardMs += FRAME_MS;
    this.leg.appendAudio(Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('base64'));
  }

  /** Ends the dictation; resolves with the text that was transcribed in time. Call it once. */
  async finish(): Promise<Dictated> {
    if (!this.isDone) {
      this.leg.finish();
      await new Promise<void>((resolve) => {
        const giveUp = this.clock.after(FINISH_WITHIN_MS, () => {
          this.hasFailed = true;
          resolve();
        });
        this.settle = () => {
          giveUp();
          resolve();
        };
      });
    }
    this.cancel();
    const text = [...this.texts.values()].join(' ').replace(/\s+/g, ' ').trim().slice(0, MAX_WORDS_CHARS);
    if (text !== '') return { ok: true, text };
    return { ok: false, code: this.hasFailed ? 'not-transcribed' : 'nothing-said' };
  }

  /** Closes the transcriber; a pending `finish` resolves with the text so far. */
  cancel(): void {
    this.leg.close();
    this.done();
  }

  private done(): void {
    this.isDone = true;
    this.settle();
  }
}
