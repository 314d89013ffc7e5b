import type { Clips } from '../../clips/clips';
import { MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { EnvelopeIndex } from './envelope';

const WINDOW_BYTES = 32;
const DIFFERENT_BYTES_OF_SOUND = 10;
const HASH_FACTOR = 0x01000193;
const AMBIGUOUS = 0xffff;
const SECOND_ZERO = 0x7f;

/** Share of a clip's windows that must be heard for the clip to count as said. */
const PART_NEEDED = 0.25;
const WINDOWS_NEEDED = 4;

/** Transcript of a turn in which no clip was recognised. */
export const UNCLEAR = '(unclear)';

const LEAVING = (() => {
  let power = 1;
  for (let step = 0; step < WINDOW_BYTES; step += 1) power = Math.imul(power, HASH_FACTOR);
  return power;
})();

const canonical = (byte: number): number => (byte === SECOND_ZERO ? MULAW_SILENCE_BYTE : byte);

function hashOf(bytes: Uint8Array, start: number): number {
  let hash = 0;
  for (let at = start; at < start + WINDOW_BYTES; at += 1) {
    hash = (Math.imul(hash, HASH_FACTOR) + canonical(bytes[at] ?? 0)) | 0;
  }
  return hash;
}

/** Hash index of short windows of every clip's audio, shared by all recognisers. */
export class ClipIndex {
  /** The same clips by loudness envelope, for audio that arrives changed. */
  readonly envelopes: EnvelopeIndex;
  readonly texts: readonly string[];
  readonly windowsNeeded: readonly number[];
  readonly #mask: number;
  readonly #hashes: Int32Array;
  /** Clip number + 1; 0 is an empty slot. */
  readonly #owners: Uint16Array;

  /** Indexes the clips whose voice is not `agent`. */
  constructor(clips: Clips) {
    const names = clips.names().filter((name) => clips.voice(name) !== 'agent');
    this.envelopes = new EnvelopeIndex(clips, names);
    const bytesInAll = names.reduce((sum, name) => sum + clips.audio(name).length, 0);
    const slots = 2 ** Math.ceil(Math.log2((4 * bytesInAll) / WINDOW_BYTES + 16));
    this.#mask = slots - 1;
    this.#hashes = new Int32Array(slots);
    this.#owners = new Uint16Array(slots);
    this.texts = names.map((name) => clips.text(name));
    this.windowsNeeded = names.map((name, clip) => {
      const windows = this.#add(clips.audio(name), clip);
      return Math.max(WINDOWS_NEEDED, Math.floor(windows * PART_NEEDED));
    });
  }

  /** The only clip with a window of this hash, or -1. */
  clipOf(hash: number): number {
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const owner = this.#owners[slot] ?? 0;
      if (owner === 0) return -1;
      if (this.#hashes[slot] === hash) return owner === AMBIGUOUS ? -1 : owner - 1;
    }
  }

  #add(audio: Buffer, clip: number): number {
    let windows = 0;
    for (let start = 0; start + WINDOW_BYTES <= audio.length; start += WINDOW_BYTES) {
      if (new Set(audio.subarray(start, start + WINDOW_BYTES)).size < DIFFERENT_BYTES_OF_SOUND) continue;
      this.#own(hashOf(audio, start), clip + 1);
      windows += 1;
    }
    return windows;
  }

  #own(hash: number, owner: number): void {
    let slot = hash & this.#mask;
    while (this.#owners[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & this.#mask;
    const taken = this.#owners[slot] !== 0 && this.#owners[slot] !== owner;
    this.#hashes[slot] = hash;
    this.#owners[slot] = taken ? AMBIGUOUS : owner;
  }
}

/** Recognises our own clips, and nothing else, in a µ-law stream at any alignment and with parts missing. */
export class Recogniser {
  readonly #index: ClipIndex;
  readonly #recent = new Uint8Array(WINDOW_BYTES);
  readonly #votes: Uint16Array;
  #order: number[] = [];
  #at = 0;
  #hash = 0;

  constructor(index: ClipIndex) {
    this.#index = index;
    this.#votes = new Uint16Array(index.texts.length);
  }

  /** Reads `bytes` from `start` up to but not including `end`. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const recent = this.#recent;
    let hash = this.#hash;
    let at = this.#at;
    for (let read = start; read < end; read += 1) {
      const byte = canonical(bytes[read] ?? MULAW_SILENCE_BYTE);
      hash = (Math.imul(hash, HASH_FACTOR) + byte - Math.imul(recent[at] ?? 0, LEAVING)) | 0;
      recent[at] = byte;
      at = (at + 1) % WINDOW_BYTES;
      const clip = this.#index.clipOf(hash);
      if (clip >= 0) this.#vote(clip);
    }
    this.#hash = hash;
    this.#at = at;
  }

  /** Returns the clips recognised since the last call as text, in the order spoken, and starts the next turn. */
  take(): string {
    const said = this.#order.filter(
      (clip) => (this.#votes[clip] ?? 0) >= (this.#index.windowsNeeded[clip] ?? Infinity),
    );
    this.forget();
    return said.length === 0 ? UNCLEAR : said.map((clip) => this.#index.texts[clip]).join(' ');
  }

  /** Discards the current turn. */
  forget(): void {
    for (const clip of this.#order) this.#votes[clip] = 0;
    this.#order = [];
  }

  #vote(clip: number): void {
    const votes = this.#votes[clip] ?? 0;
    if (votes === 0) this.#order.push(clip);
    if (votes < 0xffff) this.#votes[clip] = votes + 1;
  }
}
