import { MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { FRAME_BYTES } from './player';

/** Fills one 160-byte frame; false leaves the frame silent. `index` counts from 0 at the first frame it is asked for. */
export type FrameSource = (frame: Buffer, index: number) => boolean;

/** Something the caller said and when it began to leave, in milliseconds of the call. */
export interface Utterance {
  readonly ulaw: Buffer;
  readonly beganAtMs: number;
}

interface Queued {
  readonly ulaw: Buffer;
  offset: number;
  readonly left: () => void;
  readonly lost: (why: Error) => void;
}

/** The caller's mouth: utterances one after the other, or frames made on the spot. */
export class Voice {
  readonly #queue: Queued[] = [];
  readonly #said: Utterance[] = [];
  #left: Queued | undefined;
  #source: FrameSource | undefined;
  #sourceIndex = 0;
  #over: Error | undefined;

  get said(): readonly Utterance[] {
    return this.#said;
  }

  /** Resolves when the last frame left; rejects when the call is over before. */
  speak(ulaw: Buffer): Promise<void> {
    const spoken = new Promise<void>((resolve, reject) => {
      if (this.#over) reject(this.#over);
      else if (ulaw.length === 0) resolve();
      else this.#queue.push({ ulaw, offset: 0, left: resolve, lost: reject });
    });
    // Who does not wait for the end of a sentence must not be punished for a call that ends within it.
    spoken.catch(() => undefined);
    return spoken;
  }

  /** Frames from `source` whenever nothing is queued; undefined ends it. */
  feed(source: FrameSource | undefined): void {
    this.#source = source;
    this.#sourceIndex = 0;
  }

  /** The next 20 ms into `frame`; false: silence, `frame` is untouched. */
  fill(frame: Buffer, atMs: number): boolean {
    const utterance = this.#queue[0];
    if (!utterance) return this.#source ? this.#source(frame, this.#sourceIndex++) : false;
    if (utterance.offset === 0) this.#said.push({ ulaw: utterance.ulaw, beganAtMs: atMs });
    const copied = utterance.ulaw.copy(frame, 0, utterance.offset, utterance.offset + FRAME_BYTES);
    if (copied < FRAME_BYTES) frame.fill(MULAW_SILENCE_BYTE, copied);
    utterance.offset += copied;
    if (utterance.offset >= utterance.ulaw.length) this.#left = this.#queue.shift();
    return true;
  }

  /** Call after the filled frame was sent. */
  settle(): void {
    this.#left?.left();
    this.#left = undefined;
  }

  /** Stops in the middle of the word: what is not said yet never will be. */
  end(why: Error): void {
    this.#over = why;
    this.#source = undefined;
    for (const utterance of this.#queue.splice(0)) utterance.lost(why);
  }
}
