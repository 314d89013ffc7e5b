import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { TICK_MS } from './ticker';

/** Bytes in one telephone frame. */
export const FRAME_BYTES = TICK_MS * MULAW_BYTES_PER_MS;
/** Most audio Twilio queues before it discards more: ten minutes. */
export const MAX_QUEUED_BYTES = 4_800_000;

/** Reason why a mark was echoed: its audio was played, or the buffer was cleared. */
export type MarkEcho = 'played' | 'cleared';

/** Receives what the player plays. `frame` is reused: copy what must stay. */
export interface PlayerParts<Mark> {
  /** Called when `length` bytes of `frame` begin to sound; `fromByte` is their position in everything queued. */
  onFrame(frame: Buffer, length: number, fromByte: number): void;
  onMark(mark: Mark, echo: MarkEcho): void;
}

interface PendingMark<Mark> {
  readonly mark: Mark;
  readonly atByte: number;
}

/**
 * Twilio's play-out buffer: bytes and marks in one queue, 160 bytes a tick. A frame that began to sound counts as heard. A
 * mark is echoed when everything before it has sounded, or at once when the queue is empty. `clear` echoes every waiting
 * mark.
 */
export class Player<Mark> {
  readonly #parts: PlayerParts<Mark>;
  readonly #frame = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE);
  #chunks: Buffer[] = [];
  #head = 0;
  #headOffset = 0;
  #marks: PendingMark<Mark>[] = [];
  #endByte: number;
  #nextByte: number;
  #soundingBytes = 0;
  #heardBytes = 0;
  #clearedBytes = 0;
  #discardedBytes = 0;

  /** `firstByte` continues the byte count of the call's earlier streams. */
  constructor(parts: PlayerParts<Mark>, firstByte = 0) {
    this.#parts = parts;
    this.#endByte = firstByte;
    this.#nextByte = firstByte;
  }

  get heardBytes(): number {
    return this.#heardBytes;
  }

  get clearedBytes(): number {
    return this.#clearedBytes;
  }

  get discardedBytes(): number {
    return this.#discardedBytes;
  }

  get queuedBytes(): number {
    return this.#endByte - this.#nextByte;
  }

  /** Queues a chunk; false if more than ten minutes are waiting and it was discarded. */
  enqueue(chunk: Buffer): boolean {
    if (this.queuedBytes + chunk.length > MAX_QUEUED_BYTES) {
      this.#discardedBytes += chunk.length;
      return false;
    }
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#endByte += chunk.length;
    return true;
  }

  mark(mark: Mark): void {
    if (this.queuedBytes === 0 && this.#soundingBytes === 0) this.#parts.onMark(mark, 'played');
    else this.#marks.push({ mark, atByte: this.#endByte });
  }

  /** Empties the buffer and returns the number of bytes that will never be heard. */
  clear(): number {
    const dropped = this.queuedBytes;
    this.#chunks = [];
    this.#head = 0;
    this.#headOffset = 0;
    this.#nextByte = this.#endByte;
    this.#soundingBytes = 0;
    this.#clearedBytes += dropped;
    const marks = this.#marks;
    this.#marks = [];
    for (const { mark } of marks) this.#parts.onMark(mark, 'cleared');
    return dropped;
  }

  /** Ends the sounding frame, echoes its marks and begins the next frame. */
  tick(): void {
    this.#soundingBytes = 0;
    this.#returnPlayedMarks();
    const length = this.#fillFrame();
    if (length === 0) return;
    const fromByte = this.#nextByte;
    this.#nextByte += length;
    this.#soundingBytes = length;
    this.#heardBytes += length;
    this.#parts.onFrame(this.#frame, length, fromByte);
  }

  #returnPlayedMarks(): void {
    let count = 0;
    for (const { atByte } of this.#marks) {
      if (atByte > this.#nextByte) break;
      count += 1;
    }
    if (count === 0) return;
    for (const { mark } of this.#marks.splice(0, count)) this.#parts.onMark(mark, 'played');
  }

  #fillFrame(): number {
    let length = 0;
    while (length < FRAME_BYTES) {
      const chunk = this.#chunks[this.#head];
      if (!chunk) break;
      const copied = chunk.copy(this.#frame, length, this.#headOffset, this.#headOffset + FRAME_BYTES - length);
      length += copied;
      this.#headOffset += copied;
      if (this.#headOffset < chunk.length) continue;
      this.#head += 1;
      this.#headOffset = 0;
    }
    if (this.#head > 64 || this.#head === this.#chunks.length) {
      this.#chunks.splice(0, this.#head);
      this.#head = 0;
    }
    return length;
  }
}
