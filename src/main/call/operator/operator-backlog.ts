import { FRAME_MS } from '../../../shared/audio/headset-wire';
import { mulawRms } from '../../../shared/audio/mulaw';

/** Audio always kept in hand when a frame comes, because frames may come up to 25 ms late. */
const SPARE_MS = 25;
/** Frames of one review: a second of them shows how much of the audio in hand is never needed. */
const WINDOW_FRAMES = 50;
/**
 * Loudness of a pause, as a share of the mean of the last second: 0.16 is 16 dB below it. The quietest frame of that
 * second always counts as one.
 */
const PAUSE_SHARE = 0.16;

/**
 * Backlog of the operator's audio, by which the caller hears them late. Makes up for the delay after a hitch by leaving
 * out quiet frames, in pauses only. Stops when no more is in hand than late frames need, and never leaves out a word.
 */
export class OperatorBacklog {
  private frames = 0;
  private leastMs = Infinity;
  private quietest = Infinity;
  private loudnessSum = 0;
  private surplusMs = 0;
  private pause = 0;

  /** Takes a frame that comes while `heldMs` have yet to sound. True: leave it out. */
  isToLeaveOut(frame: Uint8Array, heldMs: number): boolean {
    const loudness = mulawRms(frame);
    this.leastMs = Math.min(this.leastMs, heldMs);
    this.quietest = Math.min(this.quietest, loudness);
    this.loudnessSum += loudness;
    this.frames += 1;
    if (this.frames >= WINDOW_FRAMES) this.review();
    if (this.surplusMs < FRAME_MS || loudness > this.pause) return false;
    this.surplusMs -= FRAME_MS;
    // The window's minimum was measured with this frame still in hand.
    this.leastMs -= FRAME_MS;
    return true;
  }

  /** Starts over: nothing is in hand, and sound begins anew. */
  reset(): void {
    this.surplusMs = 0;
    this.begin();
  }

  private review(): void {
    this.surplusMs = this.leastMs - SPARE_MS;
    this.pause = Math.max(this.quietest, (this.loudnessSum / this.frames) * PAUSE_SHARE);
    this.begin();
  }

  private begin(): void {
    this.frames = 0;
    this.leastMs = Infinity;
    this.quietest = Infinity;
    this.loudnessSum = 0;
  }
}
