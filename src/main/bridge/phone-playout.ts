import { loudness, MULAW_BYTES_PER_MS, mulawRms } from '../../shared/audio/mulaw';
import type { CallerLeg, Clock } from '../ports';
import { SentAudio } from './sent-audio';

const LEVEL_WINDOW_BYTES = 20 * MULAW_BYTES_PER_MS;
/** What was played is kept so long for those who listen. */
const KEPT_BYTES = 400 * MULAW_BYTES_PER_MS;
const MAX_OUTSTANDING_MARKS = 4096;

/** Used within one call of `level` alone. */
const levelWindow = new Uint8Array(LEVEL_WINDOW_BYTES);

/**
 * The caller's phone as everything we send reaches it: whoever speaks, it plays one stream of bytes, in order and in real
 * time. Keeps what was sent until it has sounded. Positions are bytes of that stream and never go back: a clear takes away
 * what had not sounded, and what is sent next stands in its place.
 */
export class PhonePlayout implements CallerLeg {
  private readonly audio = new SentAudio();
  private marks: { readonly name: string; readonly byte: number }[] = [];
  private acknowledgedBytes = 0;
  private anchor = { byte: 0, atMs: 0 };

  constructor(
    private readonly leg: CallerLeg,
    private readonly clock: Clock,
  ) {}

  cork(): void {
    this.leg.cork();
  }

  uncork(): void {
    this.leg.uncork();
  }

  roundTripMs(): number {
    return this.leg.roundTripMs();
  }

  close(): void {
    this.leg.close();
  }

  sendAudio(payload: string): void {
    const nowMs = this.clock.nowMs();
    const position = this.positionAt(nowMs);
    if (position >= this.endByte) this.anchor = { byte: this.endByte, atMs: nowMs };
    this.audio.forgetBefore(position - KEPT_BYTES);
    this.audio.append(payload);
    this.leg.sendAudio(payload);
  }

  sendMark(name: string): void {
    this.marks.push({ name, byte: this.endByte });
    if (this.marks.length > MAX_OUTSTANDING_MARKS) this.marks.shift();
    this.leg.sendMark(name);
  }

  /** The phone drops what has not sounded, and brings back every mark that waits: none of those says that it was played. */
  clear(): void {
    const nowMs = this.clock.nowMs();
    const position = this.positionAt(nowMs);
    this.audio.cutAt(position);
    this.acknowledgedBytes = position;
    this.marks = [];
    this.anchor = { byte: position, atMs: nowMs };
    this.leg.clear();
  }

  /** The caller is on another stream from now on: nothing of before is on its way to them, and no mark of before comes back. */
  streamBegan(): void {
    this.marks = [];
    this.acknowledgedBytes = this.endByte;
    this.anchor = { byte: this.endByte, atMs: this.clock.nowMs() };
  }

  /** A mark came back: the phone has played all that was sent before it. */
  onMark(name: string): void {
    const index = this.marks.findIndex((mark) => mark.name === name);
    const mark = this.marks[index];
    if (mark === undefined) return;
    this.marks.splice(0, index + 1);
    this.acknowledgedBytes = mark.byte;
    const atMs = this.clock.nowMs() - this.leg.roundTripMs();
    if (mark.byte > this.anchor.byte) {
      this.anchor = { byte: mark.byte, atMs };
    } else {
      const reachesMs = atMs + (this.anchor.byte - mark.byte) / MULAW_BYTES_PER_MS;
      this.anchor = { byte: this.anchor.byte, atMs: Math.max(this.anchor.atMs, reachesMs) };
    }
  }

  /** End of the stream so far. */
  get endByte(): number {
    return this.audio.endByte;
  }

  /** Where a command sent at that time finds the phone. */
  positionAt(nowMs: number): number {
    const played = this.anchor.byte + Math.max(0, nowMs - this.anchor.atMs) * MULAW_BYTES_PER_MS;
    return Math.min(this.endByte, Math.max(this.acknowledgedBytes, Math.round(played)));
  }

  /** Ms of audio, whoever's, that the phone has yet to play. */
  unheardMs(): number {
    return (this.endByte - this.positionAt(this.clock.nowMs())) / MULAW_BYTES_PER_MS;
  }

  /** True while the stream up to that byte has not sounded. */
  isUnheard(untilByte: number): boolean {
    return this.positionAt(this.clock.nowMs()) < Math.min(untilByte, this.endByte);
  }

  /** Fills `into` with the stream from a byte on; silence where there is none. */
  read(fromByte: number, into: Uint8Array): void {
    this.audio.read(fromByte, into);
  }

  /** How loud the phone is now, 0 to 1. */
  level(): number {
    const position = this.positionAt(this.clock.nowMs());
    const bytes = Math.min(LEVEL_WINDOW_BYTES, this.endByte - position);
    if (bytes <= 0) return 0;
    const window = bytes === LEVEL_WINDOW_BYTES ? levelWindow : levelWindow.subarray(0, bytes);
    this.read(position, window);
    return loudness(mulawRms(window));
  }
}
