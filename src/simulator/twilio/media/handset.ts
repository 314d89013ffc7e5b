import { mulawRms, MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { FRAME_BYTES } from './player';

/** So many frames are in hand before the first is said, so that one which comes late leaves no gap. */
const LEAD_FRAMES = 2;
/** No more frames wait, 300 ms of them: beyond it the oldest is dropped. */
export const MAX_WAITING_FRAMES = 15;
/** Below it nobody speaks: what waits behind a hitch catches up there, and no word is lost for it. −46 dBFS. */
const QUIET_RMS = 0.005;

/** One frame of each side: what was said into the handset and what came out of it. Both are used again: copy what must stay. */
export type HandsetListener = (own: Uint8Array, other: Uint8Array) => void;

/** A phone's handset in somebody's hand: said into and heard frame by frame, on the carrier's clock. */
export class Handset {
  readonly #waiting: Buffer[] = [];
  readonly #other = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE);
  readonly #silence = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE);
  #isSpeaking = false;
  #ticksWaited = 0;
  #listener: HandsetListener | undefined;

  /** Said next. A frame of any other length than 20 ms is none. */
  speak(frame: Uint8Array): void {
    if (frame.length !== FRAME_BYTES) return;
    const isQuiet = mulawRms(frame, 0, frame.length) < QUIET_RMS;
    if (isQuiet && this.#waiting.length > LEAD_FRAMES) return;
    this.#waiting.push(Buffer.from(frame));
    if (this.#waiting.length > MAX_WAITING_FRAMES) this.#waiting.shift();
  }

  /** Who hears it from now on; undefined: nobody. */
  hear(listener: HandsetListener | undefined): void {
    this.#listener = listener;
  }

  /** For the phone: this frame begins to sound. */
  play(frame: Buffer, length: number): void {
    frame.copy(this.#other, 0, 0, length);
    this.#other.fill(MULAW_SILENCE_BYTE, length);
  }

  /** For the phone, once a tick, after what sounds in it: what is said now; false: nothing. */
  fill(frame: Buffer): boolean {
    const said = this.#next();
    said?.copy(frame);
    this.#listener?.(said ?? this.#silence, this.#other);
    this.#other.fill(MULAW_SILENCE_BYTE);
    return said !== undefined;
  }

  #next(): Buffer | undefined {
    if (this.#waiting.length === 0) {
      this.#isSpeaking = false;
      this.#ticksWaited = 0;
      return undefined;
    }
    this.#ticksWaited += 1;
    if (!this.#isSpeaking && this.#waiting.length < LEAD_FRAMES && this.#ticksWaited <= LEAD_FRAMES) return undefined;
    this.#isSpeaking = true;
    return this.#waiting.shift();
  }
}
