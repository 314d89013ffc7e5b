import { base64ByteLength } from '../../../shared/audio/base64';
import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';

const PAGE_BYTES = 500 * MULAW_BYTES_PER_MS;
/** Most pages kept for reuse after their audio has sounded. Speech at the pace of play-out then makes no garbage. */
const MAX_SPARE_PAGES = 2;

/**
 * Audio sent to a phone, kept as µ-law bytes of one stream. Copied on arrival: a base64 payload is a slice of the model's whole
 * message, which the slice would keep alive until it has sounded.
 */
export class SentAudio {
  private readonly pages: Buffer[] = [];
  private readonly spare: Buffer[] = [];
  /** Number of the first page of the stream that is kept. */
  private firstPage = 0;
  private end = 0;

  /** End of the stream so far; bytes. */
  get endByte(): number {
    return this.end;
  }

  /** Appends the bytes of a base64 payload. */
  append(payload: string): void {
    const bytes = base64ByteLength(payload);
    const offset = this.end % PAGE_BYTES;
    if (offset + bytes > PAGE_BYTES) {
      this.copy(Buffer.from(payload, 'base64'), this.end + bytes);
      return;
    }
    this.page().write(payload, offset, 'base64');
    this.end += bytes;
  }

  /** Forgets audio before a byte, whole pages at a time. */
  forgetBefore(byte: number): void {
    while (this.pages.length > 0 && (this.firstPage + 1) * PAGE_BYTES <= byte) {
      const page = this.pages.shift();
      this.firstPage += 1;
      if (page !== undefined && this.spare.length < MAX_SPARE_PAGES) this.spare.push(page);
    }
  }

  /** Cuts the stream at a byte: it ends there and goes on from there. */
  cutAt(byte: number): void {
    if (byte >= this.end) return;
    this.end = byte;
    const kept = Math.max(0, Math.ceil(byte / PAGE_BYTES) - this.firstPage);
    this.pages.length = Math.min(this.pages.length, kept);
    if (byte % PAGE_BYTES !== 0) this.pages.at(-1)?.fill(MULAW_SILENCE_BYTE, byte % PAGE_BYTES);
  }

  /** Fills `into` with the stream from a byte on; silence where there is none. */
  read(fromByte: number, into: Uint8Array): void {
    into.fill(MULAW_SILENCE_BYTE);
    const until = Math.min(fromByte + into.length, this.end);
    let at = Math.max(fromByte, this.firstPage * PAGE_BYTES);
    while (at < until) {
      const number = Math.floor(at / PAGE_BYTES);
      const pageEnd = Math.min(until, (number + 1) * PAGE_BYTES);
      const offset = at % PAGE_BYTES;
      const page = this.pages[number - this.firstPage];
      if (page !== undefined) into.set(page.subarray(offset, offset + pageEnd - at), at - fromByte);
      at = pageEnd;
    }
  }

  /** Writes across pages. Bytes that a payload promises by its length and does not hold stay silent. */
  private copy(audio: Buffer, untilByte: number): void {
    for (let from = 0; this.end < untilByte;) {
      const offset = this.end % PAGE_BYTES;
      const bytes = Math.min(PAGE_BYTES - offset, untilByte - this.end);
      this.page().set(audio.subarray(from, from + bytes), offset);
      from += bytes;
      this.end += bytes;
    }
  }

  /** Page that the end of the stream lies on. */
  private page(): Buffer {
    const number = Math.floor(this.end / PAGE_BYTES);
    if (this.pages.length === 0) this.firstPage = number;
    let page = this.pages[number - this.firstPage];
    while (page === undefined) {
      this.pages.push((this.spare.pop() ?? Buffer.allocUnsafeSlow(PAGE_BYTES)).fill(MULAW_SILENCE_BYTE));
      page = this.pages[number - this.firstPage];
    }
    return page;
  }
}
