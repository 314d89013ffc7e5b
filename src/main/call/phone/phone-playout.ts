import { base64ByteLength } from '../../../shared/audio/base64';
import { loudness, MULAW_BYTES_PER_MS, mulawRms } from '../../../shared/audio/mulaw';
import type { CallerLeg, Clock } from '../../ports/ports';
import { SentAudio } from './sent-audio';

/** Longest stretch of audio without a mark; 200 ms. */
const MARK_EVERY_BYTES = 200 * MULAW_BYTES_PER_MS;
/** Bytes of one base64 group; base64 can only be cut between groups. */
const BASE64_QUANTUM_BYTES = 3;
const LEVEL_WINDOW_BYTES = 20 * MULAW_BYTES_PER_MS;
/** Played audio kept for operators who listen; 400 ms. */
const KEPT_BYTES = 400 * MULAW_BYTES_PER_MS;
/**
 * Most marks that wait to come back. Nine minutes of audio need under 3,000; more means a carrier that never brings
 * them back.
 */
const MAX_OUTSTANDING_MARKS = 4096;

/** Buffer reused by `level`, within one call of it. */
const levelWindow = new Uint8Array(LEVEL_WINDOW_BYTES);

interface OutstandingMark {
  readonly name: string;
  readonly byte: number;
}

/**
 * Play-out of the caller's phone: whoever speaks, it plays one stream of bytes, in order and in real time. Keeps audio
 * until it has sounded. Positions are bytes of that stream and never go back. A clear takes away audio that had not
 * sounded, and the next audio stands in its place. Named marks come back when the phone reached them. Between marks the
 * position runs on the clock from an anchor: "a command sent at that time finds the phone at that byte".
 */
export class PhonePlayout {
  private readonly audio = new SentAudio();
  /** The stream so far, to read from. */
  readonly sent: Pick<SentAudio, 'endByte' | 'read'> = this.audio;
  private marks: OutstandingMark[] = [];
  /**
   * Number in the name of each mark. The phone also brings back marks of before a clear, whose bytes are sent again.
   */
  private generation = 1;
  private markedBytes = 0;
  private acknowledgedBytes = 0;
  private anchorByte = 0;
  private anchorAtMs = 0;

  constructor(
    private readonly leg: CallerLeg,
    private readonly clock: Clock,
  ) {}

  roundTripMs(): number {
    return this.leg.roundTripMs();
  }

  /**
   * Sends base64 of µ-law as it is, or a long piece cut wherever a mark is due. True: the phone begins to play it now,
   * because nothing was queued before it.
   */
  play(payload: string): boolean {
    const nowMs = this.clock.nowMs();
    const position = this.positionAt(nowMs);
    const isDry = position >= this.audio.endByte;
    if (isDry) this.anchor(this.audio.endByte, nowMs);
    this.audio.forgetBefore(position - KEPT_BYTES);
    const bytes = base64ByteLength(payload);
    if (bytes > MARK_EVERY_BYTES) {
      this.sendInPieces(payload, bytes);
    } else {
      if (this.unmarkedBytes + bytes > MARK_EVERY_BYTES) this.mark();
      this.send(payload);
    }
    return isDry;
  }

  /** Sends a mark that comes back when the phone has played everything sent so far, unless one was sent already. */
  mark(): void {
    if (this.unmarkedBytes > 0) this.leg.sendMark(this.nextMark());
  }

  /**
   * Makes the phone drop all audio that has not sounded. It brings back every waiting mark, and none of those says that
   * audio was played.
   */
  clear(): void {
    const nowMs = this.clock.nowMs();
    const position = this.positionAt(nowMs);
    this.audio.cutAt(position);
    this.beginAnew(nowMs);
    this.leg.clear();
  }

  /** Notes that the stream is lost: the phone has played no further than it had at `atMs`, its last sign of life. */
  streamLost(atMs: number): void {
    this.anchor(this.positionAt(atMs), this.clock.nowMs());
  }

  /** Starts over on another stream: no audio of the old one reaches the caller, and none of its marks comes back. */
  streamBegan(): void {
    this.beginAnew(this.clock.nowMs());
  }

  /** Notes a mark that came back: the phone has played all audio sent before it. False: no such mark is waited for. */
  onMark(name: string): boolean {
    const index = this.marks.findIndex((mark) => mark.name === name);
    const mark = this.marks[index];
    if (mark === undefined) return false;
    this.marks.splice(0, index + 1);
    this.acknowledgedBytes = mark.byte;
    const atMs = this.clock.nowMs() - this.leg.roundTripMs();
    if (mark.byte > this.anchorByte) {
      this.anchor(mark.byte, atMs);
    } else {
      // The phone had run dry behind that mark: it began on the new bytes only when it had finished the old ones.
      const reachesMs = atMs + (this.anchorByte - mark.byte) / MULAW_BYTES_PER_MS;
      this.anchorAtMs = Math.max(this.anchorAtMs, reachesMs);
    }
    return true;
  }

  /** Position up to which the phone said that it played the stream, or dropped it; bytes. */
  get acknowledgedByte(): number {
    return this.acknowledgedBytes;
  }

  /** Position at which a command sent now finds the phone; bytes. */
  get position(): number {
    return this.positionAt(this.clock.nowMs());
  }

  /**
   * Position at which a command sent at `nowMs` finds the phone. Never before the last acknowledgement, never behind
   * the end of the stream.
   */
  positionAt(nowMs: number): number {
    const played = this.anchorByte + Math.max(0, nowMs - this.anchorAtMs) * MULAW_BYTES_PER_MS;
    return Math.min(this.audio.endByte, Math.max(this.acknowledgedBytes, Math.round(played)));
  }

  /** Time at which the phone should have played the stream up to that byte, now or before; monotonic ms. */
  playsAtMs(byte: number): number {
    return this.anchorAtMs + (byte - this.anchorByte) / MULAW_BYTES_PER_MS;
  }

  /** Audio that the phone has yet to play, whoever speaks in it; ms. */
  unheardMs(): number {
    return (this.audio.endByte - this.position) / MULAW_BYTES_PER_MS;
  }

  /** True when the phone has yet to play more than `limitMs` of audio. */
  holdsMoreThan(limitMs: number): boolean {
    const unacknowledgedMs = (this.audio.endByte - this.acknowledgedBytes) / MULAW_BYTES_PER_MS;
    return unacknowledgedMs > limitMs && this.unheardMs() > limitMs;
  }

  /** True while the stream up to that byte has not sounded. */
  isUnheard(untilByte: number): boolean {
    return untilByte > this.acknowledgedBytes && this.position < Math.min(untilByte, this.audio.endByte);
  }

  /** Loudness of the phone now, 0 to 1. */
  level(): number {
    const { position } = this;
    const bytes = Math.min(LEVEL_WINDOW_BYTES, this.audio.endByte - position);
    if (bytes <= 0) return 0;
    const window = bytes === LEVEL_WINDOW_BYTES ? levelWindow : levelWindow.subarray(0, bytes);
    this.audio.read(position, window);
    return loudness(mulawRms(window));
  }

  /** Bytes sent since the last mark. */
  private get unmarkedBytes(): number {
    return this.audio.endByte - this.markedBytes;
  }

  private sendInPieces(payload: string, bytes: number): void {
    let rest = payload;
    for (let left = bytes; left > 0;) {
      const room = MARK_EVERY_BYTES - this.unmarkedBytes;
      const size = Math.min(left, room - (room % BASE64_QUANTUM_BYTES));
      const piece = size === left ? rest : rest.slice(0, (size / BASE64_QUANTUM_BYTES) * 4);
      this.send(piece);
      rest = rest.slice(piece.length);
      left -= size;
    }
  }

  private send(payload: string): void {
    this.audio.append(payload);
    if (this.unmarkedBytes > MARK_EVERY_BYTES - BASE64_QUANTUM_BYTES) this.leg.sendAudio(payload, this.nextMark());
    else this.leg.sendAudio(payload);
  }

  private nextMark(): string {
    const name = `${String(this.generation)}:${String(this.audio.endByte)}`;
    this.marks.push({ name, byte: this.audio.endByte });
    if (this.marks.length > MAX_OUTSTANDING_MARKS) this.marks.shift();
    this.markedBytes = this.audio.endByte;
    return name;
  }

  /** Starts the count anew: nothing of the stream so far is on its way any more. */
  private beginAnew(nowMs: number): void {
    this.marks = [];
    this.generation += 1;
    this.markedBytes = this.acknowledgedBytes = this.audio.endByte;
    this.anchor(this.audio.endByte, nowMs);
  }

  private anchor(byte: number, atMs: number): void {
    this.anchorByte = byte;
    this.anchorAtMs = atMs;
  }
}
