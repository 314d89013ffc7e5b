import { FRAME_BYTES, FRAME_MS, type HeardFrame } from '../../../shared/audio/headset-wire';
import { MULAW_BYTES_PER_MS, mulawToLinear } from '../../../shared/audio/mulaw';
import { Reserve } from './reserve';

/** More than the reserve by this much is old sound, left behind after the page stood still; ms. */
const MOST_SURPLUS_MS = 120;

/** Two seconds, more than ever comes at once. */
const RING = 16_384;
/** Samples over which one sound becomes another, and over which a sound that breaks off fades out. */
const BLEND = 4 * MULAW_BYTES_PER_MS;
const FADE_OUT = 20 * MULAW_BYTES_PER_MS;

/** µ-law of less than -39 dB, signs apart: nobody misses 20 ms of it. */
const QUIET_BELOW = 0x20;

/**
 * What is heard, on its way from frames that come when they come to samples that are due when they are due; 8 kHz, two sides.
 * It holds a reserve, keeps it against a clock that is not ours, leaves out silence when it holds too much, and when it runs
 * dry lets the sound fade instead of breaking off.
 */
export class JitterBuffer {
  private readonly caller = new Float32Array(RING);
  private readonly other = new Float32Array(RING);
  private readonly reserve = new Reserve();
  /** Samples ever written and ever read; the ring holds what lies between, and what came before. */
  private written = 0;
  private read = 0;
  private isPlaying = false;
  private nextSeq: number | undefined;
  /** Samples since the sound began, and since it broke off, where it did. */
  private begun = 0;
  private broken = FADE_OUT;
  private brokeAt = 0;
  /** It broke off because nothing came, so many ms ago; undefined: for another reason, or something came since. */
  private dryMs: number | undefined;
  /** A jump over old sound: where it went from, and how far it is blended. */
  private jumpedFrom = 0;
  private jumped = BLEND;

  /** How fast to draw so that the reserve stays: 0.995 to 1.005. */
  get speed(): number {
    return this.isPlaying ? this.reserve.speed : 1;
  }

  /** What is held; ms. */
  get bufferedMs(): number {
    return (this.written - this.read) / MULAW_BYTES_PER_MS;
  }

  /** Forgets what is held, which fades out: what follows is of another call. */
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

  /** The next sample of each side: sound, its fading end, or silence. */
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

  /** The sound that broke off, played backwards from there while it fades: it goes on without a step. */
  private fading(ring: Float32Array): number {
    if (this.broken >= FADE_OUT) return 0;
    const share = 1 - (this.broken + 1) / FADE_OUT;
    return (ring[(this.brokeAt - 1 - this.broken + RING) % RING] ?? 0) * share * share;
  }
}

function isQuiet(frame: Uint8Array): boolean {
  return frame.every((byte) => (~byte & 0x7f) < QUIET_BELOW);
}
