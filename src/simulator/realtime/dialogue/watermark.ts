import type { Dialogue } from './dialogue';

/** One watermarked millisecond of an answer, found in what a phone played. */
export interface WatermarkedMs {
  readonly session: number;
  readonly answer: number;
  /** Position in the answer, in ms. */
  readonly ms: number;
}

const BYTES_PER_MS = 8;
/** First byte of each millisecond. Seven nibbles follow: two of session, one of answer, four of position. */
const SYNC = 0x2a;
const POSITIVE = 0xb0;
const NEGATIVE = 0x30;

/** µ-law at about speech level in which every millisecond names its answer and its position in it. */
export function watermark(session: number, answer: number, durationMs: number): Buffer {
  const audio = Buffer.alloc(durationMs * BYTES_PER_MS);
  const key = (((session & 0xff) << 4) | (answer & 0x0f)) * 0x10000;
  for (let ms = 0; ms < durationMs; ms += 1) {
    const nibbles = key + (ms & 0xffff);
    audio[ms * BYTES_PER_MS] = SYNC;
    for (let place = 1; place < BYTES_PER_MS; place += 1) {
      const nibble = (nibbles >>> ((7 - place) * 4)) & 0x0f;
      audio[ms * BYTES_PER_MS + place] = (place % 2 === 0 ? POSITIVE : NEGATIVE) | nibble;
    }
  }
  return audio;
}

/** Every whole watermarked millisecond in `audio`, in the order it was played, whatever lies between. */
export function readWatermarks(audio: Uint8Array): readonly WatermarkedMs[] {
  const found: WatermarkedMs[] = [];
  for (let at = 0; at + BYTES_PER_MS <= audio.length;) {
    const nibbles = nibblesAt(audio, at);
    if (nibbles === undefined) {
      at += 1;
      continue;
    }
    found.push({ session: nibbles >>> 20, answer: (nibbles >>> 16) & 0x0f, ms: nibbles & 0xffff });
    at += BYTES_PER_MS;
  }
  return found;
}

function nibblesAt(audio: Uint8Array, at: number): number | undefined {
  if (audio[at] !== SYNC) return undefined;
  let nibbles = 0;
  for (let place = 1; place < BYTES_PER_MS; place += 1) {
    const byte = audio[at + place] ?? 0;
    if ((byte & 0xf0) !== (place % 2 === 0 ? POSITIVE : NEGATIVE)) return undefined;
    nibbles = (nibbles << 4) | (byte & 0x0f);
  }
  return nibbles;
}

/**
 * Answers every turn with a watermark, whose length cycles through `answersMs`. `session` (0 to 255) and the number of the
 * answer (0 to 15) can be read back from any part of it.
 */
export function watermarkDialogue(session: number, answersMs: readonly number[]): Dialogue {
  let answers = 0;
  return () => {
    const answer = answers;
    answers += 1;
    const ms = answersMs[answer % answersMs.length] ?? 1000;
    return [{ say: `Answer ${answer + 1} of ${ms} ms.`, audio: watermark(session, answer, ms) }];
  };
}
