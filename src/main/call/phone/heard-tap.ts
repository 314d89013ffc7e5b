import { FRAME_BYTES, FRAME_MS } from '../../../shared/audio/headset-wire';
import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import type { Clock, Dispose } from '../../ports/ports';
import type { Headset } from '../../ports/ports-operator';
import type { PhonePlayout } from './phone-playout';

/** Delay before a frame is passed on; 40 ms, so that late frames still find their place. */
const DELAY_MS = 40;
const DELAY_BYTES = DELAY_MS * MULAW_BYTES_PER_MS;
/**
 * Largest distance of reading from the phone's position before reading jumps there. Within 45 ms, corrections by marks
 * make no gaps.
 */
const TOLERATED_BYTES = 45 * MULAW_BYTES_PER_MS;
const LANE_BYTES = 2048 * MULAW_BYTES_PER_MS;
const MAX_ROUND_TRIP_FRAMES = 50;
/** Largest plausible shift of the carrier's clock; one that is off by more than 500 ms has jumped. */
const JUMP_MS = 500;
/** Allowance for a carrier's clock that runs slower than ours; ms a frame. */
const DRIFT_MS = 0.005;

/** Ring buffer of a stretch of time as µ-law, silent where nothing was written. */
class Lane {
  private readonly bytes = Buffer.alloc(LANE_BYTES, MULAW_SILENCE_BYTE);

  write(atByte: number, audio: Uint8Array): void {
    for (let i = 0; i < audio.length; i += 1) this.bytes[(atByte + i) % LANE_BYTES] = audio[i] ?? MULAW_SILENCE_BYTE;
  }

  /** Moves the audio out, and leaves silence in its place. */
  read(atByte: number, into: Uint8Array): void {
    for (let i = 0; i < into.length; i += 1) {
      const place = (atByte + i) % LANE_BYTES;
      into[i] = this.bytes[place] ?? MULAW_SILENCE_BYTE;
      this.bytes[place] = MULAW_SILENCE_BYTE;
    }
  }
}

/** One stretch of listening, from the first headset that joins to the last that leaves. */
class Listening {
  private readonly caller = new Lane();
  private readonly other = new Lane();
  private readonly callerFrame = new Uint8Array(FRAME_BYTES);
  private readonly otherFrame = new Uint8Array(FRAME_BYTES);
  private readonly sinceMs: number;
  private frames = 0;
  /** Position from which the phone's stream is read next. */
  private readByte: number;
  private roundTripFrames = 0;
  private isPlaying = false;
  /** Offset from the carrier's clock to ours; ms. Null: no frame has come yet. */
  private offsetMs: number | null = null;
  private callerByte = 0;

  constructor(
    private readonly clock: Clock,
    private readonly phone: PhonePlayout,
  ) {
    this.sinceMs = clock.nowMs();
    this.readByte = phone.positionAt(this.sinceMs);
  }

  /** Writes a frame of the caller, spoken just before it came, at its place by the carrier's clock. */
  callerSent(payload: string, timestampMs: number): void {
    const lateMs = this.clock.nowMs() - timestampMs;
    const offsetMs =
      this.offsetMs === null || lateMs - this.offsetMs > JUMP_MS ? lateMs : Math.min(this.offsetMs + DRIFT_MS, lateMs);
    this.offsetMs = offsetMs;
    const audio = Buffer.from(payload, 'base64');
    const wanted = Math.round((timestampMs + offsetMs - this.sinceMs) * MULAW_BYTES_PER_MS) - audio.length;
    const at = Math.abs(wanted - this.callerByte) <= FRAME_BYTES ? this.callerByte : wanted;
    this.callerByte = at + audio.length;
    const past = this.frames * FRAME_BYTES - DELAY_BYTES - at;
    const rest = past <= 0 ? audio : audio.subarray(Math.min(past, audio.length));
    if (rest.length < LANE_BYTES / 2) this.caller.write(Math.max(at, at + past, 0), rest);
  }

  /** Time until the next frame is due; ms. */
  get dueInMs(): number {
    return this.sinceMs + (this.frames + 1) * FRAME_MS - this.clock.nowMs();
  }

  /** Passes on every frame that is due. */
  pass(headsets: ReadonlyMap<string, Headset>): void {
    while (this.dueInMs <= 0) {
      this.phonePlayed(this.sinceMs + (this.frames + 1) * FRAME_MS);
      const from = this.frames * FRAME_BYTES - DELAY_BYTES;
      this.frames += 1;
      if (from < 0) continue;
      this.caller.read(from, this.callerFrame);
      this.other.read(from, this.otherFrame);
      for (const headset of headsets.values()) headset.hear(this.callerFrame, this.otherFrame);
    }
  }

  /**
   * Writes the phone's sound in the frame that ends at `endMs`, one round trip later: when the caller's answer to it
   * would come.
   */
  private phonePlayed(endMs: number): void {
    const position = this.phone.positionAt(endMs);
    const end = this.phone.sent.endByte;
    this.readByte = Math.min(this.readByte, end);
    if (this.readByte >= end) {
      const frames = Math.round(this.phone.roundTripMs() / FRAME_MS);
      this.roundTripFrames = Math.min(MAX_ROUND_TRIP_FRAMES, frames);
      this.isPlaying = false;
      return;
    }
    const behind = position - this.readByte;
    if (behind > FRAME_BYTES + TOLERATED_BYTES) this.readByte = position - FRAME_BYTES;
    // The phone begins with its next frame, and a mark will say so: a reader that began at once would be ahead of it.
    if (!this.isPlaying && behind < FRAME_BYTES && position < end) return;
    if (this.readByte + FRAME_BYTES - position > TOLERATED_BYTES && position < end) return;
    this.isPlaying = true;
    this.phone.sent.read(this.readByte, this.otherFrame);
    this.other.write((this.frames + this.roundTripFrames) * FRAME_BYTES, this.otherFrame);
    this.readByte = Math.min(this.readByte + FRAME_BYTES, end);
  }
}

/**
 * Sound for operators who listen: the caller as they speak, and beside it the output of the caller's phone. That output
 * comes at the moment it sounds, cut where it was cut. Costs nothing while nobody listens.
 */
export class HeardTap {
  private readonly headsets = new Map<string, Headset>();
  private listening: Listening | null = null;
  private stopTimer: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly phone: PhonePlayout,
  ) {}

  has(headsetId: string): boolean {
    return this.headsets.has(headsetId);
  }

  add(headset: Headset): void {
    this.headsets.set(headset.id, headset);
    if (this.listening !== null) return;
    this.listening = new Listening(this.clock, this.phone);
    this.tick(this.listening);
  }

  /** Removes a headset. False: it was no longer listening, or has joined again since. */
  remove(headset: Headset): boolean {
    if (this.headsets.get(headset.id) !== headset) return false;
    this.headsets.delete(headset.id);
    if (this.headsets.size === 0) this.stop();
    return true;
  }

  callerSent(payload: string, timestampMs: number): void {
    this.listening?.callerSent(payload, timestampMs);
  }

  /** Stops listening when the call is over. */
  stop(): void {
    this.headsets.clear();
    this.listening = null;
    this.stopTimer();
  }

  private tick(listening: Listening): void {
    this.stopTimer = this.clock.after(listening.dueInMs, () => {
      listening.pass(this.headsets);
      if (this.listening === listening) this.tick(listening);
    });
  }
}
