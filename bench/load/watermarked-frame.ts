import { FRAME_BYTES } from '../../src/simulator/twilio/media/player';

const MAGIC = Buffer.from([0x53, 0x57, 0x42, 0x21]);
const CALL_AT = 4;
const SEQUENCE_AT = 6;
const FILL_AT = 10;

/** A telephone frame that carries the number of its call and its own sequence number. */
export interface FoundFrame {
  readonly call: number;
  readonly sequence: number;
  readonly isWhole: boolean;
}

/** Fills `frame` with the mark of (`call`, `sequence`). */
export function markFrame(frame: Buffer, call: number, sequence: number): void {
  MAGIC.copy(frame);
  frame.writeUInt16BE(call, CALL_AT);
  frame.writeUInt32BE(sequence, SEQUENCE_AT);
  frame.fill((call * 31 + sequence * 7) & 0x7f, FILL_AT);
}

/** Finds marked frames in a stream of chunks, however they are cut. Other audio between frames is skipped. */
export class FrameFinder {
  private readonly expected = Buffer.alloc(FRAME_BYTES);
  private rest: Buffer = Buffer.alloc(0);

  /** Yields the frames that this chunk completes. */
  *add(chunk: Buffer): Generator<FoundFrame> {
    const audio = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let offset = 0;
    for (;;) {
      const at = audio.indexOf(MAGIC, offset);
      if (at < 0 || audio.length - at < FRAME_BYTES) {
        this.rest = audio.subarray(at < 0 ? Math.max(offset, audio.length - MAGIC.length + 1) : at);
        return;
      }
      offset = at + FRAME_BYTES;
      yield this.read(audio.subarray(at, offset));
    }
  }

  private read(frame: Buffer): FoundFrame {
    const call = frame.readUInt16BE(CALL_AT);
    const sequence = frame.readUInt32BE(SEQUENCE_AT);
    markFrame(this.expected, call, sequence);
    return { call, sequence, isWhole: frame.equals(this.expected) };
  }
}
