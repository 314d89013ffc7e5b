import { describe, expect, it } from 'vitest';
import { Downsampler, Upsampler } from './resampling';

const PHONE_RATE = 8000;
const BLOCK = 128;

/** One second of a full-scale tone at a sample rate. */
function tone(hz: number, rate: number): Float32Array {
  return Float32Array.from({ length: rate }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate));
}

/** Strength of a tone in a sound, its first and last 50 ms left out; dB, 0 for full scale. */
function strengthDb(sound: Float32Array, hz: number, rate: number): number {
  const edge = rate / 20;
  const middle = sound.subarray(edge, sound.length - edge);
  const window = hannWindow(middle.length);
  let re = 0;
  let im = 0;
  let weight = 0;
  for (let i = 0; i < middle.length; i++) {
    const hann = window[i] ?? 0;
    const sample = (middle[i] ?? 0) * hann;
    const angle = (2 * Math.PI * hz * i) / rate;
    re += sample * Math.cos(angle);
    im += sample * Math.sin(angle);
    weight += hann;
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / weight + 1e-12);
}

const windows = new Map<number, Float64Array>();

/** Hann window of a length, computed once, because a sweep of tones looks at the same sound 78 times. */
function hannWindow(length: number): Float64Array {
  const made =
    windows.get(length) ?? Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
  windows.set(length, made);
  return made;
}

function down(sound: Float32Array, rate: number): Float32Array {
  const downsampler = new Downsampler(rate, PHONE_RATE);
  const out: number[] = [];
  for (let at = 0; at < sound.length; at += BLOCK) {
    downsampler.push(sound.subarray(at, at + BLOCK), (sample) => out.push(sample));
  }
  return Float32Array.from(out);
}

function up(sound: Float32Array, rate: number, speed = 1): { left: Float32Array; right: Float32Array; drawn: number } {
  const upsampler = new Upsampler(PHONE_RATE, rate);
  const left = new Float32Array(Math.floor(rate / BLOCK) * BLOCK);
  const right = new Float32Array(left.length);
  let drawn = 0;
  for (let at = 0; at < left.length; at += BLOCK) {
    upsampler.pull(
      left.subarray(at, at + BLOCK),
      right.subarray(at, at + BLOCK),
      (take) => {
        take(sound[drawn] ?? 0, -(sound[drawn] ?? 0));
        drawn += 1;
      },
      speed,
    );
  }
  return { left, right, drawn };
}

describe.each([48_000, 44_100, 96_000, 16_000, 22_050])('between %i Hz and the phone', (rate) => {
  it.each([100, 300, 1000, 2500, 3400])('leaves %i Hz as it is, down and up', (hz) => {
    expect(Math.abs(strengthDb(down(tone(hz, rate), rate), hz, PHONE_RATE))).toBeLessThan(0.2);
    expect(Math.abs(strengthDb(up(tone(hz, PHONE_RATE), rate).left, hz, rate))).toBeLessThan(0.2);
  });

  it.each([4700, 5500, 7000, 7900])('lets nothing of %i Hz come back as something else', (hz) => {
    const folded = down(tone(hz, rate), rate);
    for (let other = 100; other < 4000; other += 50) expect(strengthDb(folded, other, PHONE_RATE)).toBeLessThan(-65);
  });

  it('adds no image of a tone above what a phone carries', () => {
    const { left } = up(tone(1000, PHONE_RATE), rate);
    for (const image of [7000, 9000, 15_000, 17_000].filter((hz) => hz < rate / 2)) {
      expect(strengthDb(left, image, rate)).toBeLessThan(-65);
    }
  });

  it('gives as many samples as the time has', () => {
    expect(Math.abs(down(new Float32Array(rate), rate).length - PHONE_RATE)).toBeLessThanOrEqual(18);
    expect(Math.abs(up(new Float32Array(PHONE_RATE), rate).drawn - PHONE_RATE)).toBeLessThanOrEqual(50);
  });
});

describe('Upsampler', () => {
  it('keeps the channels apart and takes its source faster or slower', () => {
    const { left, right, drawn } = up(tone(440, PHONE_RATE), 48_000, 1.01);
    expect(right.every((sample, i) => sample + (left[i] ?? NaN) === 0)).toBe(true);
    expect(Math.abs(drawn - PHONE_RATE * 1.01)).toBeLessThanOrEqual(50);
    expect(strengthDb(left, 440 * 1.01, 48_000)).toBeGreaterThan(-0.5);
  });
});
