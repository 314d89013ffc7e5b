import { loudness, MULAW_BYTES_PER_MS, mulawRms } from '../../shared/audio/mulaw';

const LEVEL_WINDOW_BYTES = 50 * MULAW_BYTES_PER_MS;

interface Piece {
  readonly startByte: number;
  readonly endByte: number;
  readonly payload: string;
}

/** The audio between the model and the caller's ear: sent, and not played yet. Positions are bytes of the ledger's stream. */
export class SentAudio {
  private pieces: Piece[] = [];

  /** `payload` was sent and takes `bytes` of the stream from `startByte` on. */
  add(startByte: number, bytes: number, payload: string): void {
    this.pieces.push({ startByte, endByte: startByte + bytes, payload });
  }

  /** The phone is at `position`: what is behind it is let go. */
  played(position: number): void {
    while (this.pieces[0] !== undefined && this.pieces[0].endByte <= position) this.pieces.shift();
  }

  clear(): void {
    this.pieces = [];
  }

  /** How loud it is at `position`, 0 to 1. */
  levelAt(position: number): number {
    for (const { startByte, endByte, payload } of this.pieces) {
      if (position < startByte || position >= endByte) continue;
      const audio = Buffer.from(payload, 'base64');
      const from = position - startByte;
      return loudness(mulawRms(audio, from, Math.min(audio.length, from + LEVEL_WINDOW_BYTES)));
    }
    return 0;
  }
}
