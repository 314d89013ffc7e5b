import { FRAME_MS } from '../../../shared/audio/headset-wire';

/**
 * Limits and step of the reserve, in ms. It is the sound still held when a frame is due, so the frame may be that late.
 */
export const LEAST_RESERVE_MS = 30;
const MOST_RESERVE_MS = 120;
const STEP_MS = 10;

/**
 * Longest delay that raises the reserve, in ms. A later frame follows a pause of the call or a stalled machine, where
 * more reserve is no help.
 */
const MOST_LATE_MS = 100;

/**
 * Interval between reviews in frames, 3 s of sound. Each gives back up to one step of the reserve that was not needed,
 * less a margin.
 */
const REVIEW_FRAMES = 150;
const MARGIN_MS = 15;

/**
 * Speed correction for each ms too much or too little in reserve, its limit of half a percent, and the smoothing per
 * frame.
 */
const SPEED_PER_MS = 0.0002;
const MOST_SPEED_CHANGE = 0.005;
const SMOOTHING = 1 / 50;

/** Reserve of sound held against late frames: larger on an irregular connection, smaller again on a regular one. */
export class Reserve {
  private wantedMs = LEAST_RESERVE_MS;
  private heldMs = LEAST_RESERVE_MS;
  /** Frames since the last review, and the least sound left before one of them came, in ms. */
  private reviewed = 0;
  private leastMs = Infinity;

  get ms(): number {
    return this.wantedMs;
  }

  /** Playback speed that keeps the reserve: 0.995 to 1.005. */
  get speed(): number {
    const change = (this.heldMs - this.wantedMs) * SPEED_PER_MS;
    return 1 + Math.max(-MOST_SPEED_CHANGE, Math.min(MOST_SPEED_CHANGE, change));
  }

  /** True when a whole frame more is held than needed. */
  get hasSurplus(): boolean {
    return this.heldMs > this.wantedMs + FRAME_MS;
  }

  /** Records a frame that came with `leftMs` still to play. */
  came(leftMs: number): void {
    this.heldMs += (leftMs - this.heldMs) * SMOOTHING;
    this.leastMs = Math.min(this.leastMs, leftMs);
    this.reviewed += 1;
    if (this.reviewed < REVIEW_FRAMES) return;
    const neededMs = Math.max(LEAST_RESERVE_MS, this.heldMs - this.leastMs + MARGIN_MS);
    this.wantedMs -= Math.max(0, Math.min(STEP_MS, this.wantedMs - neededMs));
    this.review();
  }

  /** Records sound that was left out, or jumped over. */
  left(ms: number): void {
    this.heldMs -= ms;
    this.leastMs -= ms;
  }

  /** Records a frame that came after nothing was left for `lateMs`. */
  ranDry(lateMs: number): void {
    if (lateMs < MOST_LATE_MS) this.wantedMs = Math.min(MOST_RESERVE_MS, this.wantedMs + Math.max(STEP_MS, lateMs));
  }

  /** Records that sound begins with `heldMs` in reserve. */
  began(heldMs: number): void {
    this.heldMs = heldMs;
    this.review();
  }

  private review(): void {
    this.reviewed = 0;
    this.leastMs = Infinity;
  }
}
