import { FRAME_BYTES, FRAME_MS, type HeardFrame } from '../../../shared/audio/headset-wire';
import { MULAW_BYTES_PER_MS, mulawToLinear } from '../../../shared/audio/mulaw';

/** Largest surplus over the reserve, in ms. Any more is old sound, left behind after the page stood still. */
const MOST_SURPLUS_MS = 120;

/** Length of the rings in samples: two seconds at 8 kHz, more than ever comes at once. */
const RING = 16_384;
/** Cross-fade from one sound to another, 4 ms, and fade-out of a sound that breaks off, 20 ms; in samples. */
const BLEND = 4 * MULAW_BYTES_PER_MS;
const FADE_OUT = 20 * MULAW_BYTES_PER_MS;

/** Upper limit of a quiet µ-law magnitude, sign aside: below -39 dB, where nobody misses 20 ms of sound. */
const QUIET_BELOW = 0x20;

/**
 * Jitter buffer: turns frames that arrive irregularly into samples on demand; 8 kHz, two sides. It holds a reserve, and
 * keeps it against the drift of the sender's clock. It leaves out silence when it holds too much, and lets the sound
 * fade instead of breaking off when it runs dry.
 */
export class JitterBuffer {
  private readonly caller = new Float32Array(RING);
  private readonly other = new Float32Array(RING);
  private readonly reserve = new Reserve();
  /** Counts of samples ever written and ever read. The ring holds the samples between them, and earlier ones. */
  private written = 0;
  private read = 0;
  private isPlaying = false;
  private nextSeq: number | undefined;
  /** Samples since the sound began, samples since it broke off, and the position where it did. */
  private begun = 0;
  private broken = FADE_OUT;
  private brokeAt = 0;
  /**
   * Time since the sound broke off for lack of frames, in ms; undefined for another reason, or once a frame has come.
   */
  private dryMs: number | undefined;
  /** Jump over old sound: the position it left, and the samples blended so far. */
  private jumpedFrom = 0;
  private jumped = BLEND;

  /** Playback speed that keeps the reserve: 0.995 to 1.005. */
  get speed(): number {
    return this.isPlaying ? this.reserve.speed : 1;
  }

  /** Buffered sound, in ms. */
  get bufferedMs(): number {
    return (this.written - this.read) / MULAW_BYTES_PER_MS;
  }

  /** Discards the buffered sound with a fade-out: frames of another call follow. */
  reset(): void {
    this.breakOff();
    this.read = this.written;
    this.nextSeq = undefined;
    this.dryMs = undefined;
  }

  push({ seq, caller, other }: HeardFrame): void {
    if (this.dryMs !== undefined) this.reserve.ranDry(this.dryMs);
    this.dryMs = undefined;
    if (this.isPlaying) this.reserve.came(this.bufferedMs);
    if (this.isPlaying && this.reserve.hasSurplus && isQuiet(caller) && isQuiet(other)) {
      this.reserve.left(FRAME_MS);
      return;
    }
    const isJoined = seq === this.nextSeq || this.written === this.read;
    this.nextSeq = (seq + 1) >>> 0;
    for (let i = 0; i < FRAME_BYTES; i++) {
      const share = isJoined ? 1 : Math.min(1, i / BLEND);
      this.write(this.caller, caller[i], i, share);
      this.write(this.other, other[i], i, share);
    }
    this.written += FRAME_BYTES;
    if (!this.isPlaying && this.bufferedMs >= this.reserve.ms + FRAME_MS) this.begin();
    if (this.written - this.read > RING / 2) this.jump();
  }

  /** Draws the next sample of each side: sound, its fading end, or silence. */
  readonly draw = (take: (caller: number, other: number) => void): void => {
    if (this.isPlaying && this.read >= this.written) {
      this.breakOff();
      this.dryMs = 0;
    }
    if (this.isPlaying && this.bufferedMs > this.reserve.ms + FRAME_MS + MOST_SURPLUS_MS) this.jump();
    if (!this.isPlaying) {
      if (this.dryMs !== undefined) this.dryMs += 1 / MULAW_BYTES_PER_MS;
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

  private begin(): void {
    this.isPlaying = true;
    this.begun = 0;
    this.reserve.began(this.bufferedMs - FRAME_MS);
  }

  private breakOff(): void {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.broken = 0;
    this.brokeAt = this.read;
  }

  private jump(): void {
    const surplusMs = this.bufferedMs - this.reserve.ms - FRAME_MS;
    this.jumpedFrom = this.read;
    this.jumped = 0;
    this.read += Math.round(surplusMs * MULAW_BYTES_PER_MS);
    this.reserve.began(this.reserve.ms);
  }

  private write(ring: Float32Array, byte: number | undefined, offset: number, share: number): void {
    const sample = mulawToLinear(byte ?? 0xff) / 32_768;
    const mirrored = share < 1 ? (ring[(this.written - 1 - offset + RING) % RING] ?? 0) : 0;
    ring[(this.written + offset) % RING] = sample * share + mirrored * (1 - share);
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

  /** Fading end of a sound that broke off. It is played backwards from there, so that it continues without a step. */
  private fading(ring: Float32Array): number {
    if (this.broken >= FADE_OUT) return 0;
    const share = 1 - (this.broken + 1) / FADE_OUT;
    return (ring[(this.brokeAt - 1 - this.broken + RING) % RING] ?? 0) * share * share;
  }
}

function isQuiet(frame: Uint8Array): boolean {
  return frame.every((byte) => (~byte & 0x7f) < QUIET_BELOW);
}

/**
 * Limits and step of the reserve, in ms. It is the sound still held when a frame is due, so the frame may be that late.
 */
const LEAST_RESERVE_MS = 30;
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
class Reserve {
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
