import type { Clips } from '../../clips/clips';
import { MULAW_TO_LINEAR } from './audio-format';

/** Bytes per loudness value: 20 ms at 8 kHz. */
const STEP_BYTES = 160;
const SHIFTS = [0, 40, 80, 120] as const;
const QUIETEST_DB = -50;
/** Least correlation, 0 to 1, between a clip's loudness envelope and the heard one for a match. */
const ALIKE = 0.85;
/** Shortest envelope that can match, 400 ms: a word or two sound like many others. */
const STEPS_AT_LEAST = 20;
const STEPS_AT_MOST = 3000;

interface Outline {
  readonly text: string;
  /** The clip's mean-free loudness from each shift on, with its norm. */
  readonly shapes: readonly { readonly steps: Float64Array; readonly norm: number }[];
}

/** Loudness envelope of a µ-law stream, one value in dB per 20 ms. */
export class Loudness {
  #steps: number[] = [];
  #energy = 0;
  #bytes = 0;

  append(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at += 1) {
      this.#energy += ((MULAW_TO_LINEAR[bytes[at] ?? 0xff] ?? 0) / 32_768) ** 2;
      this.#bytes += 1;
      if (this.#bytes < STEP_BYTES) continue;
      if (this.#steps.length < STEPS_AT_MOST) this.#steps.push(decibels(this.#energy / STEP_BYTES));
      this.#energy = 0;
      this.#bytes = 0;
    }
  }

  /** Returns the envelope since the last call and starts a new one. */
  take(): readonly number[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }
}

/**
 * Recognises our clips by their loudness envelope, even if played through loudspeakers, resampled or compressed. No byte
 * needs to be the same.
 */
export class EnvelopeIndex {
  readonly #outlines: readonly Outline[];

  constructor(clips: Clips, names: readonly string[]) {
    this.#outlines = names.map((name) => ({
      text: clips.text(name),
      shapes: SHIFTS.map((shift) => shapeOf(clips.audio(name), shift)),
    }));
  }

  /** The texts of the clips found, in the order they were spoken; empty if none matched. */
  match(steps: readonly number[]): string {
    const found: { readonly at: number; readonly length: number; readonly score: number; readonly text: string }[] = [];
    for (const { text, shapes } of this.#outlines) {
      let best = { at: 0, length: 0, score: 0, text };
      for (const { steps: shape, norm } of shapes) {
        for (let at = 0; at + shape.length <= steps.length; at += 1) {
          const score = likeness(steps, at, shape, norm);
          if (score > best.score) best = { at, length: shape.length, score, text };
        }
      }
      if (best.score >= ALIKE) found.push(best);
    }
    found.sort((one, other) => other.score - one.score);
    const kept = found.filter(
      (one, place) => !found.slice(0, place).some(({ at, length }) => one.at < at + length && at < one.at + one.length),
    );
    return kept
      .sort((one, other) => one.at - other.at)
      .map(({ text }) => text)
      .join(' ');
  }
}

function decibels(energy: number): number {
  return Math.max(QUIETEST_DB, 10 * Math.log10(energy + 1e-12));
}

function shapeOf(audio: Buffer, shift: number): Outline['shapes'][number] {
  const loudness = new Loudness();
  loudness.append(audio, shift, audio.length);
  const heard = loudness.take();
  const mean = heard.reduce((sum, step) => sum + step, 0) / Math.max(1, heard.length);
  const steps = Float64Array.from(heard, (step) => step - mean);
  return { steps, norm: Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0)) };
}

/** Pearson correlation of a clip's shape with the stretch of the heard envelope that begins at `at`. */
function likeness(heard: readonly number[], at: number, shape: Float64Array, norm: number): number {
  if (shape.length < STEPS_AT_LEAST) return 0;
  let sum = 0;
  let squares = 0;
  let product = 0;
  for (let i = 0; i < shape.length; i += 1) {
    const step = heard[at + i] ?? QUIETEST_DB;
    sum += step;
    squares += step * step;
    product += step * (shape[i] ?? 0);
  }
  const spread = Math.sqrt(Math.max(0, squares - (sum * sum) / shape.length));
  return spread === 0 || norm === 0 ? 0 : product / (spread * norm);
}
