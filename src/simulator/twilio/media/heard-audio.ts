import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import type { MarkEcho } from './player';

/** A mark the bridge sent. Times are milliseconds of the call. */
export interface MarkRecord {
  readonly name: string;
  /** Bytes queued for the caller before the mark. */
  readonly atByte: number;
  readonly receivedAtMs: number;
  readonly echoedAtMs?: number;
  /** Absent if the stream ended before the mark was echoed. */
  readonly echo?: MarkEcho;
}

/** One `media` message of the bridge. Byte positions count everything queued in the call. */
export interface SentChunk {
  readonly fromByte: number;
  readonly toByte: number;
  readonly receivedAtMs: number;
  /** Absent if it was never heard. */
  readonly beganAtMs?: number;
  readonly heardMs: number;
}

/** Source of heard audio: the bridge's agent, ringing, a person put through, or (for that person) the caller. */
export type AudioSource = 'agent' | 'ringing' | 'person' | 'caller';

/** Bytes of one source that sounded without a pause. */
export interface HeardRun {
  readonly source: AudioSource;
  readonly fromByte: number;
  readonly toByte: number;
  readonly beganAtMs: number;
}

/** A `clear` message of the bridge. */
export interface ClearRecord {
  readonly atMs: number;
  readonly droppedBytes: number;
}

interface Received {
  readonly fromByte: number;
  readonly toByte: number;
  readonly receivedAtMs: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Audio that came out of the caller's phone, with its timing. */
export class HeardAudio {
  readonly #keepsAudio: boolean;
  readonly #runs: Writable<HeardRun>[] = [];
  readonly #received: Received[] = [];
  readonly #marks: Writable<MarkRecord>[] = [];
  readonly #clears: ClearRecord[] = [];
  #bytes = Buffer.alloc(0);
  #heardBytes = 0;
  #sentBytes = 0;
  #runEndsAtMs = -1;

  /** With `keepsAudio` false only counts and times are kept, for load tests. */
  constructor(keepsAudio: boolean) {
    this.#keepsAudio = keepsAudio;
  }

  /** All audio heard, in order, without the silence between. Empty when audio is not kept. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#keepsAudio ? this.#heardBytes : 0);
  }

  get sentBytes(): number {
    return this.#sentBytes;
  }

  get heardMs(): number {
    return this.#heardBytes / MULAW_BYTES_PER_MS;
  }

  get runs(): readonly HeardRun[] {
    return this.#runs;
  }

  get marks(): readonly MarkRecord[] {
    return this.#marks;
  }

  get clears(): readonly ClearRecord[] {
    return this.#clears;
  }

  /** Every `media` message and how much of it was heard. Empty when audio is not kept. */
  get chunks(): readonly SentChunk[] {
    return this.#received.map((chunk) => {
      const run = this.#runs.find((other) => other.toByte > chunk.fromByte && other.fromByte < chunk.toByte);
      const heardMs = this.heardMsOf(chunk.fromByte, chunk.toByte);
      if (!run) return { ...chunk, heardMs };
      const beganAtMs = run.beganAtMs + Math.max(0, chunk.fromByte - run.fromByte) / MULAW_BYTES_PER_MS;
      return { ...chunk, beganAtMs, heardMs };
    });
  }

  /** Milliseconds heard of the queued bytes from `fromByte` to `toByte`. */
  heardMsOf(fromByte: number, toByte: number): number {
    let bytes = 0;
    for (const run of this.#runs) {
      bytes += Math.max(0, Math.min(run.toByte, toByte) - Math.max(run.fromByte, fromByte));
    }
    return bytes / MULAW_BYTES_PER_MS;
  }

  /** Milliseconds heard between two marks; undefined is the beginning or the end of the call. Throws on an unknown mark. */
  heardMsBetween(fromMark: string | undefined, toMark: string | undefined): number {
    return this.heardMsOf(
      fromMark === undefined ? 0 : this.#byteOf(fromMark),
      toMark === undefined ? this.#sentBytes : this.#byteOf(toMark),
    );
  }

  /** Notes a queued chunk; called by the stream. */
  noteSent(bytes: number, atMs: number): void {
    const fromByte = this.#sentBytes;
    this.#sentBytes += bytes;
    if (this.#keepsAudio) this.#received.push({ fromByte, toByte: this.#sentBytes, receivedAtMs: atMs });
  }

  /** Notes that `length` bytes of `frame` began to sound; called by the stream. */
  noteHeard(frame: Buffer, length: number, fromByte: number, atMs: number, source: AudioSource = 'agent'): void {
    if (this.#keepsAudio) this.#keep(frame, length);
    this.#heardBytes += length;
    const run = this.#runs.at(-1);
    const goesOn = run?.toByte === fromByte && run.source === source && Math.abs(this.#runEndsAtMs - atMs) < 0.5;
    if (run && goesOn) run.toByte += length;
    else this.#runs.push({ source, fromByte, toByte: fromByte + length, beganAtMs: atMs });
    this.#runEndsAtMs = atMs + length / MULAW_BYTES_PER_MS;
  }

  /** Notes a received mark and returns the record to pass to `noteEcho`; called by the stream. */
  noteMark(name: string, atMs: number): MarkRecord {
    const record: MarkRecord = { name, atByte: this.#sentBytes, receivedAtMs: atMs };
    this.#marks.push(record);
    return record;
  }

  noteEcho(record: Writable<MarkRecord>, echo: MarkEcho, atMs: number): void {
    record.echo = echo;
    record.echoedAtMs = atMs;
  }

  noteClear(droppedBytes: number, atMs: number): void {
    this.#clears.push({ atMs, droppedBytes });
  }

  #byteOf(mark: string): number {
    const record = this.#marks.find((other) => other.name === mark);
    if (!record) throw new Error(`The bridge never sent a mark named ${mark}`);
    return record.atByte;
  }

  #keep(frame: Buffer, length: number): void {
    if (this.#heardBytes + length > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(8_000, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#heardBytes);
      this.#bytes = grown;
    }
    frame.copy(this.#bytes, this.#heardBytes, 0, length);
  }
}
