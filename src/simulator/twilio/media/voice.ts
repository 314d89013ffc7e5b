import { MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { FRAME_BYTES } from './player';

/** Fills one 160-byte frame; false leaves it silent. `index` counts from 0 at the source's first frame. */
export type FrameSource = (frame: Buffer, index: number) => boolean;

/** An utterance of the caller; `beganAtMs` is when its first frame left, in ms of the call. */
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

/** Queue of the caller's speech: utterances in order, or frames generated on demand. */
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

  /** Queues an utterance. Resolves when its last frame has left; rejects when the call ends first. */
  speak(ulaw: Buffer): Promise<void> {
    const spoken = new Promise<void>((resolve, reject) => {
      if (this.#over) reject(this.#over);
      else if (ulaw.length === 0) resolve();
      else this.#queue.push({ ulaw, offset: 0, left: resolve, lost: reject });
    });
    // A test that does not await the utterance must not get an unhandled rejection when the call ends within it.
    spoken.catch(() => undefined);
    return spoken;
  }

  /** Takes frames from `source` whenever nothing is queued; undefined ends that. */
  feed(source: FrameSource | undefined): void {
    this.#source = source;
    this.#sourceIndex = 0;
  }

  /** Fills the next 20 ms; false means silence and leaves `frame` untouched. */
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

  /** Resolves a finished utterance; call it after its last frame was sent. */
  settle(): void {
    this.#left?.left();
    this.#left = undefined;
  }

  /** Stops in mid-word and rejects every unfinished utterance. */
  end(why: Error): void {
    this.#over = why;
    this.#source = undefined;
    for (const utterance of this.#queue.splice(0)) utterance.lost(why);
  }
}
