import { mulawRms, MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { FRAME_BYTES } from './player';

/** Frames buffered before the first is spoken, so that a late one leaves no gap. */
const LEAD_FRAMES = 2;
/** Most frames buffered, 300 ms of audio; beyond it the oldest is dropped. */
export const MAX_WAITING_FRAMES = 15;
/** RMS (−46 dBFS) below which nobody is speaking. Such frames are dropped to work off a backlog without losing a word. */
const QUIET_RMS = 0.005;

/**
 * Receives one frame of each side: spoken into the handset, and heard from it. Both buffers are reused: copy what must stay.
 */
export type HandsetListener = (own: Uint8Array, other: Uint8Array) => void;

/** A phone's handset held by somebody: audio goes in and out frame by frame, on the carrier's clock. */
export class Handset {
  readonly #waiting: Buffer[] = [];
  readonly #other = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE);
  readonly #silence = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE);
  #isSpeaking = false;
  #ticksWaited = 0;
  #listener: HandsetListener | undefined;

  /** Queues one frame to speak. A frame that is not 20 ms long is ignored. */
  speak(frame: Uint8Array): void {
    if (frame.length !== FRAME_BYTES) return;
    const isQuiet = mulawRms(frame, 0, frame.length) < QUIET_RMS;
    if (isQuiet && this.#waiting.length > LEAD_FRAMES) return;
    this.#waiting.push(Buffer.from(frame));
    if (this.#waiting.length > MAX_WAITING_FRAMES) this.#waiting.shift();
  }

  /** Sets the listener; undefined removes it. */
  hear(listener: HandsetListener | undefined): void {
    this.#listener = listener;
  }

  /** Notes the frame that begins to sound; called by the phone. */
  play(frame: Buffer, length: number): void {
    frame.copy(this.#other, 0, 0, length);
    this.#other.fill(MULAW_SILENCE_BYTE, length);
  }

  /** Fills the next frame to speak; false if there is none. Called by the phone once a tick, after `play`. */
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
