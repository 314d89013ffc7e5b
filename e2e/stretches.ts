import { MULAW_BYTES_PER_MS } from '../src/shared/audio/mulaw';

/** Bytes of µ-law, 10 ms, that occur only once in a conversation if they have `SURE_VALUES` different values. */
const SURE_BYTES = 80;
const SURE_VALUES = 16;
/** Most that a late frame is moved back to its place: half a second. */
const SET_RIGHT_BYTES = 500 * MULAW_BYTES_PER_MS;

/** One stretch of heard audio and its position in what was said; bytes. */
interface Stretch {
  readonly heardFrom: number;
  readonly saidFrom: number;
  readonly length: number;
}

/** Heard audio matched against what was said. */
export interface Account {
  readonly stretches: readonly Stretch[];
  /** Heard audio that had been said before; ms. */
  readonly knownMs: number;
  /** Longest heard audio that was never said, or long before; ms. Next to missing parts up to 20 ms are in doubt. */
  readonly strangeMs: number;
}

/**
 * Matches heard µ-law with what was said, byte by byte and in order. Parts may be missing, with silence between: a slow
 * machine loses some, and is late.
 */
export function accountFor(heard: Buffer, said: Buffer): Account {
  const stretches: Stretch[] = [];
  let knownBytes = 0;
  let strange = 0;
  let strangest = 0;
  let reached = 0;
  for (let at = 0; at + SURE_BYTES <= heard.length;) {
    const key = heard.subarray(at, at + SURE_BYTES);
    const isSure = !isSilent(key[0]) && new Set(key).size >= SURE_VALUES;
    const place = isSure ? said.indexOf(key, Math.max(0, reached - SET_RIGHT_BYTES)) : -1;
    if (place < 0) {
      if (isSure) strange += 1;
      else if (!isSilent(key[0])) strange = 0;
      strangest = Math.max(strangest, strange);
      at += 1;
      continue;
    }
    let length = SURE_BYTES;
    while (at + length < heard.length && heard[at + length] === said[place + length]) length += 1;
    stretches.push({ heardFrom: at, saidFrom: place, length });
    at += length;
    reached = Math.max(reached, place + length);
    knownBytes += length;
    strange = 0;
  }
  return { stretches, knownMs: knownBytes / MULAW_BYTES_PER_MS, strangeMs: strangest / MULAW_BYTES_PER_MS };
}

/** Counts how often a clip was heard in full. */
export function timesHeard(heard: Buffer, clip: Buffer): number {
  let times = 0;
  for (let at = heard.indexOf(clip); at >= 0; at = heard.indexOf(clip, at + clip.length)) times += 1;
  return times;
}

function isSilent(byte: number | undefined): boolean {
  return byte === 0xff || byte === 0x7f;
}
