import { decodeHeard, FRAME_BYTES, FRAME_MS } from '../src/shared/audio/headset-wire';
import { mulawToLinear } from '../src/shared/audio/mulaw';
import { COMPARED_RATE_HZ, type PassedFrame, type Recording } from './audio-recorder';

/** Audio with its start time; epoch ms. */
export interface Sound {
  readonly samples: Float32Array;
  readonly beganAt: number;
}

/** Best match of one stretch of sound in what was heard. */
export interface Match {
  readonly at: number;
  /** Delay until it was heard; ms. */
  readonly lagMs: number;
  /** Correlation; 1 is the same sound. */
  readonly likeness: number;
  /** Gain of the heard sound; dB. */
  readonly gainDb: number;
}

/** Most a recording can be ahead of the phone, in ms: a busy carrier plays audio later than anybody can know. */
const MOST_EARLY_MS = 200;
const MOST_LAG_MS = 500;
const LOUD_RMS = 0.02;
const PER_MS = COMPARED_RATE_HZ / 1000;

/** Both channels of a stereo µ-law WAV of a call that began at `beganAt`; epoch ms. */
export function sidesOf(wav: Buffer, beganAt: number): { readonly caller: Sound; readonly other: Sound } {
  const frames = wav.subarray(wav.indexOf('data') + 8);
  const side = (offset: number): Sound => ({
    samples: Float32Array.from(
      { length: frames.length / 2 },
      (_, i) => mulawToLinear(frames[2 * i + offset] ?? 0xff) / 32_768,
    ),
    beganAt,
  });
  return { caller: side(0), other: side(1) };
}

/** Compares the loud stretches of `said`, each `windowMs` long and between `from` and `to`, with `heard`. */
export function compare(said: Sound, heard: Sound, from: number, to: number, windowMs: number): readonly Match[] {
  const matches: Match[] = [];
  for (let at = from; at + windowMs + MOST_LAG_MS < to; at += windowMs) {
    const window = cut(said, at, windowMs);
    const rms = rmsOf(window);
    if (rms < LOUD_RMS) continue;
    const {
      lag,
      likeness,
      rms: heardRms,
    } = bestLag(window, cut(heard, at - MOST_EARLY_MS, MOST_EARLY_MS + windowMs + MOST_LAG_MS));
    matches.push({ at, lagMs: lag / PER_MS - MOST_EARLY_MS, likeness, gainDb: 20 * Math.log10(heardRms / rms) });
  }
  return matches;
}

/** Quantile of a list: the value below which `share` of them lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Assembles frames by sequence number, aligned to the earliest arrival; missing frames are silent. */
export function soundOf(frames: readonly PassedFrame[]): Recording {
  const heard = frames.flatMap(({ at, message }) => {
    const frame = decodeHeard(message);
    return frame === undefined ? [] : [{ ...frame, at }];
  });
  const first = heard[0]?.seq ?? 0;
  const length = ((heard.at(-1)?.seq ?? 0) - first + 1) * FRAME_BYTES;
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  for (const { seq, caller, other } of heard) {
    for (let i = 0; i < FRAME_BYTES; i++) {
      left[(seq - first) * FRAME_BYTES + i] = mulawToLinear(caller[i] ?? 0xff) / 32_768;
      right[(seq - first) * FRAME_BYTES + i] = mulawToLinear(other[i] ?? 0xff) / 32_768;
    }
  }
  return { left, right, beganAt: Math.min(...heard.map(({ seq, at }) => at - (seq - first) * FRAME_MS)) };
}

function cut({ samples, beganAt }: Sound, at: number, ms: number): Float32Array {
  const start = Math.round((at - beganAt) * PER_MS);
  const out = new Float32Array(Math.round(ms * PER_MS));
  for (let i = 0; i < out.length; i++) out[i] = samples[start + i] ?? 0;
  return out;
}

/** RMS level of samples; 0 to 1. */
export function rmsOf(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

const WINDOWS_AT_MOST = 24;

/** Number of recognised stretches, and the median gain from what was said to what was heard; dB. */
export interface Recognised {
  readonly times: number;
  readonly gainDb: number;
}

/**
 * Looks for the 24 loudest stretches of `said`, each `windowMs` long, anywhere in `heard`. A correlation above `alike`
 * counts; 1 is the same sound.
 */
export function recognise(said: Float32Array, heard: Float32Array, windowMs: number, alike: number): Recognised {
  const length = windowMs * PER_MS;
  const windows = Array.from({ length: Math.floor(said.length / length) }, (_, n) =>
    said.subarray(n * length, (n + 1) * length),
  );
  const loudest = windows.sort((one, other) => rmsOf(other) - rmsOf(one)).slice(0, WINDOWS_AT_MOST);
  const gains = loudest.flatMap((window) => {
    const { likeness, rms } = bestLag(window, heard);
    return likeness > alike ? [20 * Math.log10(rms / rmsOf(window))] : [];
  });
  return { times: gains.length, gainDb: quantile(gains, 0.5) };
}

/** Decodes µ-law to samples from -1 to 1. */
export function soundFrom(ulaw: Buffer): Float32Array {
  return Float32Array.from(ulaw, (byte) => mulawToLinear(byte) / 32_768);
}

/** Finds the offset in `within` that is most like `window`, its correlation (1: the same sound) and its RMS level. */
export function bestLag(window: Float32Array, within: Float32Array): { lag: number; likeness: number; rms: number } {
  const own = window.reduce((sum, sample) => sum + sample * sample, 0);
  let best = { lag: 0, likeness: -1, rms: 0 };
  for (let lag = 0; lag + window.length <= within.length; lag++) {
    let product = 0;
    let energy = 0;
    for (let i = 0; i < window.length; i++) {
      const heard = within[lag + i] ?? 0;
      product += heard * (window[i] ?? 0);
      energy += heard * heard;
    }
    const likeness = product / Math.sqrt(own * energy + 1e-12);
    if (likeness > best.likeness) best = { lag, likeness, rms: Math.sqrt(energy / window.length) };
  }
  return best;
}
