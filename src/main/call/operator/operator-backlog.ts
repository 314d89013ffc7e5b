import { FRAME_MS } from '../../../shared/audio/headset-wire';
import { mulawRms } from '../../../shared/audio/mulaw';

/** So much is always in hand when a frame comes: it is what may come late. */
const SPARE_MS = 25;
/** A second of frames shows how much of what is in hand is never needed. */
const WINDOW_FRAMES = 50;
/** A pause: 16 dB below what was said in the last second, or as quiet as it ever was. */
const PAUSE_SHARE = 0.16;

/**
 * How far the operator is behind their own words. What a hitch has left behind is made up for in their pauses: quiet
 * frames are left out until no more is in hand than late frames need. No word is.
 */
export class OperatorBacklog {
  private frames = 0;
  private leastMs = Infinity;
  private quietest = Infinity;
  private loudnessSum = 0;
  private surplusMs = 0;
  private pause = 0;

  /** A frame comes while `heldMs` have yet to sound. True: it is to be left out. */
  isToLeaveOut(frame: Uint8Array, heldMs: number): boolean {
    const loudness = mulawRms(frame);
    this.leastMs = Math.min(this.leastMs, heldMs);
    this.quietest = Math.min(this.quietest, loudness);
    this.loudnessSum += loudness;
    this.frames += 1;
    if (this.frames >= WINDOW_FRAMES) this.review();
    if (this.surplusMs < FRAME_MS || loudness > this.pause) return false;
    this.surplusMs -= FRAME_MS;
    // What the window saw before is that much less from now on.
    this.leastMs -= FRAME_MS;
    return true;
  }

  /** Nothing is in hand: sound begins anew. */
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
