import { FRAME_BYTES, FRAME_MS, type HeardFrame } from '../../shared/audio/headset-wire';
import { MULAW_BYTES_PER_MS, mulawToLinear } from '../../shared/audio/mulaw';

/** How much is held when a frame is due, in ms: so late may it come. Grows where the way is bumpy, shrinks again where not. */
const LEAST_RESERVE_MS = 30;
const MOST_RESERVE_MS = 120;
const RESERVE_STEP_MS = 20;

/** So often what was never needed of the reserve is given back, but for a margin, in steps of 10 ms; 3 s of frames. */
const REVIEW_FRAMES = 150;
const MARGIN_MS = 20;
const REVIEW_STEP_MS = 10;

/** More than the reserve by this much is old sound, left behind after the page stood still; ms. */
const MOST_SURPLUS_MS = 120;

/** A silence longer than this was a pause of the call, no fault of the way; ms. */
const LONGEST_GAP_MS = 500;

/** How the reserve is kept: for each ms too much or too little so much faster or slower, half a percent at most. */
const SPEED_PER_MS = 0.0002;
const MOST_SPEED_CHANGE = 0.005;
const SMOOTHING = 1 / 50;

/** Two seconds, more than ever comes at once. */
const RING = 16_384;
/** Samples over which one sound becomes another, and over which a sound that breaks off fades out. */
const BLEND = 4 * MULAW_BYTES_PER_MS;
const FADE_OUT = 20 * MULAW_BYTES_PER_MS;

/**
 * What is heard, on its way from frames that come when they come to samples that are due when they are due; 8 kHz, two sides.
 * It holds a reserve of 30 ms, keeps it against a clock that is not ours, and when it runs dry lets the sound fade instead of
 * breaking off.
 */
export class JitterBuffer {
  private readonly caller = new Float32Array(RING);
  private readonly other = new Float32Array(RING);
  /** Samples ever written and ever read; the ring holds what lies between, and what came before. */
  private written = 0;
  private read = 0;
  private isPlaying = false;
  private nextSeq: number | undefined;
  private reserveMs = LEAST_RESERVE_MS;
  private heldMs = LEAST_RESERVE_MS;
  /** Frames since the reserve was last looked at, and the least that was ever left before one of them came. */
  private reviewed = 0;
  private leastMs = Infinity;
  /** Samples since the sound began, and since it broke off. */
  private begun = 0;
  private broken = FADE_OUT;
  private endedAt = 0;
  private gapMs = LONGEST_GAP_MS;
  /** A jump over old sound: where it went from, and how far it is blended. */
  private jumpedFrom = 0;
  private jumped = BLEND;

  /** How fast to draw so that the reserve stays: 0.995 to 1.005. */
  get speed(): number {
    if (!this.isPlaying) return 1;
    const change = (this.heldMs - this.reserveMs) * SPEED_PER_MS;
    return 1 + Math.max(-MOST_SPEED_CHANGE, Math.min(MOST_SPEED_CHANGE, change));
  }

  /** What is held; ms. */
  get bufferedMs(): number {
    return (this.written - this.read) / MULAW_BYTES_PER_MS;
  }

  /** Forgets what is held, which fades out: what follows is of another call. */
  reset(): void {
    this.stop();
    this.read = this.written;
    this.nextSeq = undefined;
    this.gapMs = LONGEST_GAP_MS;
  }

  push({ seq, caller, other }: HeardFrame): void {
    this.follow();
    const isNext = seq === this.nextSeq;
    const isHeld = this.written > this.read;
    this.nextSeq = (seq + 1) >>> 0;
    for (let i = 0; i < FRAME_BYTES; i++) {
      const blended = isNext || !isHeld ? 1 : Math.min(1, i / BLEND);
      this.write(this.caller, caller[i], i, blended);
      this.write(this.other, other[i], i, blended);
    }
    this.written += FRAME_BYTES;
    if (!this.isPlaying && this.bufferedMs >= this.reserveMs + FRAME_MS) this.start();
    if (this.written - this.read > RING / 2) this.jump();
  }

  /** The next sample of each side: sound, its fading end, or silence. */
  readonly draw = (take: (caller: number, other: number) => void): void => {
    if (this.isPlaying && this.read >= this.written) this.stop();
    if (this.isPlaying && this.bufferedMs > this.reserveMs + FRAME_MS + MOST_SURPLUS_MS) this.jump();
    if (!this.isPlaying) {
      this.gapMs += 1 / MULAW_BYTES_PER_MS;
      take(this.fading(this.caller), this.fading(this.other));
      this.broken += 1;
      return;
    }
    take(this.sounding(this.caller), this.sounding(this.other));
    this.read += 1;
    this.begun += 1;
    this.broken += 1;
    this.jumped += 1;
  };

  /** Learns, just before a frame comes, how much was left, and how bumpy the way is. */
  private follow(): void {
    if (!this.isPlaying) return;
    this.heldMs += (this.bufferedMs - this.heldMs) * SMOOTHING;
    this.leastMs = Math.min(this.leastMs, this.bufferedMs);
    this.reviewed += 1;
    if (this.reviewed < REVIEW_FRAMES) return;
    const spareMs = Math.max(0, Math.min(REVIEW_STEP_MS, this.leastMs - MARGIN_MS));
    this.reserveMs = Math.max(LEAST_RESERVE_MS, this.reserveMs - spareMs);
    this.review();
  }

  private review(): void {
    this.reviewed = 0;
    this.leastMs = Infinity;
  }

  private start(): void {
    this.isPlaying = true;
    this.begun = 0;
    this.review();
    this.heldMs = this.bufferedMs - FRAME_MS;
    if (this.gapMs < LONGEST_GAP_MS) this.reserveMs = Math.min(MOST_RESERVE_MS, this.reserveMs + RESERVE_STEP_MS);
  }

  private stop(): void {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.broken = 0;
    this.endedAt = this.read;
    this.gapMs = 0;
  }

  private jump(): void {
    this.jumpedFrom = this.read;
    this.jumped = 0;
    this.read = this.written - (this.reserveMs + FRAME_MS) * MULAW_BYTES_PER_MS;
    this.heldMs = this.reserveMs;
  }

  private write(ring: Float32Array, byte: number | undefined, offset: number, share: number): void {
    const sample = mulawToLinear(byte ?? 0xff) / 32_768;
    const at = this.written + offset;
    const mirrored = share < 1 ? (ring[(this.written - 1 - offset + RING) % RING] ?? 0) : 0;
    ring[at % RING] = sample * share + mirrored * (1 - share);
  }

  private sounding(ring: Float32Array): number {
    let sample = ring[this.read % RING] ?? 0;
    if (this.jumped < BLEND) {
      const share = this.jumped / BLEND;
      sample = sample * share + (ring[(this.jumpedFrom + this.jumped) % RING] ?? 0) * (1 - share);
    }
    if (this.begun < BLEND) sample *= this.begun / BLEND;
    return this.broken < FADE_OUT ? sample + this.fading(ring) : sample;
  }

  /** The sound that broke off, played backwards from there while it fades: it goes on without a step. */
  private fading(ring: Float32Array): number {
    if (this.broken >= FADE_OUT) return 0;
    const share = 1 - (this.broken + 1) / FADE_OUT;
    return (ring[(this.endedAt - 1 - this.broken + RING) % RING] ?? 0) * share * share;
  }
}
