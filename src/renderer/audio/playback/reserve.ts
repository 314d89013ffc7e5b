import { FRAME_MS } from '../../../shared/audio/headset-wire';

/** How much is held when a frame is due, in ms: so late may it come. */
export const LEAST_RESERVE_MS = 30;
const MOST_RESERVE_MS = 120;
const STEP_MS = 10;

/** A frame that is later than this comes after a pause of the call or a machine that stood still: more in reserve is no help. */
const MOST_LATE_MS = 100;

/** So often what was not needed of the reserve is given back, but for a margin, a step at a time; 3 s of frames. */
const REVIEW_FRAMES = 150;
const MARGIN_MS = 15;

/** How the reserve is kept: for each ms too much or too little so much faster or slower, half a percent at most. */
const SPEED_PER_MS = 0.0002;
const MOST_SPEED_CHANGE = 0.005;
const SMOOTHING = 1 / 50;

/** How much sound is held against frames that come late: more where the way is bumpy, less again where it is not. */
export class Reserve {
  private wantedMs = LEAST_RESERVE_MS;
  private heldMs = LEAST_RESERVE_MS;
  /** Frames since the last review, and the least that was left before one of them came. */
  private reviewed = 0;
  private leastMs = Infinity;

  get ms(): number {
    return this.wantedMs;
  }

  /** How fast to play so that the reserve stays: 0.995 to 1.005. */
  get speed(): number {
    const change = (this.heldMs - this.wantedMs) * SPEED_PER_MS;
    return 1 + Math.max(-MOST_SPEED_CHANGE, Math.min(MOST_SPEED_CHANGE, change));
  }

  /** A whole frame more is held than has to be. */
  get hasSurplus(): boolean {
    return this.heldMs > this.wantedMs + FRAME_MS;
  }

  /** A frame came, with `leftMs` still to play. */
  came(leftMs: number): void {
    this.heldMs += (leftMs - this.heldMs) * SMOOTHING;
    this.leastMs = Math.min(this.leastMs, leftMs);
    this.reviewed += 1;
    if (this.reviewed < REVIEW_FRAMES) return;
    const neededMs = Math.max(LEAST_RESERVE_MS, this.heldMs - this.leastMs + MARGIN_MS);
    this.wantedMs -= Math.max(0, Math.min(STEP_MS, this.wantedMs - neededMs));
    this.review();
  }

  /** So much was left out, or jumped over. */
  left(ms: number): void {
    this.heldMs -= ms;
    this.leastMs -= ms;
  }

  /** Nothing was left for `lateMs`, then a frame came. */
  ranDry(lateMs: number): void {
    if (lateMs < MOST_LATE_MS) this.wantedMs = Math.min(MOST_RESERVE_MS, this.wantedMs + Math.max(STEP_MS, lateMs));
  }

  /** Sound begins, with `heldMs` in hand. */
  began(heldMs: number): void {
    this.heldMs = heldMs;
    this.review();
  }

  private review(): void {
    this.reviewed = 0;
    this.leastMs = Infinity;
  }
}
