import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_BYTES } from '../../../shared/audio/headset-wire';
import { mulawOf } from '../../../shared/audio/mulaw';
import { JitterBuffer } from './jitter-buffer';

const SAMPLES_PER_MS = 8;
const HZ = 300;
const LOUD = 0.5;

const tone = Array.from(
  { length: FRAME_BYTES },
  (_, i) => LOUD * 32_768 * Math.sin((2 * Math.PI * HZ * i) / (SAMPLES_PER_MS * 1000)),
);
/**
 * Tone on the caller's side, and the same inverted on the other. A frame of 20 ms holds six whole waves, so all are
 * alike.
 */
const SIDES = { caller: Uint8Array.from(tone, mulawOf), other: Uint8Array.from(tone, (sample) => mulawOf(-sample)) };

function frameAt(seq: number) {
  return { seq, ...SIDES };
}

/** Largest step from sample to sample: the tone's own, plus the quantisation of µ-law at that level. */
const TONE_STEP = (LOUD * 2 * Math.PI * HZ) / (SAMPLES_PER_MS * 1000) + 2 * (LOUD / 16);

interface Run {
  readonly arrivalsMs: readonly number[];
  readonly untilMs: number;
  /** Speed of our clock relative to the sender's. */
  readonly drift?: number;
}

/**
 * Plays frames as they arrive, a millisecond at a time. Like the worklet, it draws faster or slower as the buffer asks.
 */
function play({ arrivalsMs, untilMs, drift = 1 }: Run) {
  const buffer = new JitterBuffer();
  const heard: number[] = [];
  const buffered: number[] = [];
  const arrivals = arrivalsMs.map((atMs, seq) => ({ atMs, seq })).sort((one, two) => one.atMs - two.atMs);
  let due = 0;
  let owed = 0;
  for (let ms = 0; ms < untilMs; ms++) {
    for (let next = arrivals[due]; next !== undefined && next.atMs <= ms; next = arrivals[++due])
      buffer.push(frameAt(next.seq));
    owed += SAMPLES_PER_MS * buffer.speed * drift;
    for (; owed >= 1; owed--) {
      buffer.draw((caller, other) => {
        heard.push(caller);
        if (caller + other !== 0) throw new Error('the sides are not in step');
      });
    }
    buffered.push(buffer.bufferedMs);
  }
  return { heard, buffered };
}

function largestStep(heard: readonly number[]): number {
  return heard.reduce((largest, sample, i) => Math.max(largest, Math.abs(sample - (heard[i - 1] ?? 0))), 0);
}

/** Longest silence after the sound has begun, in ms. */
function longestSilenceMs(heard: readonly number[]): number {
  let longest = 0;
  let run = 0;
  for (const sample of heard.slice(heard.findIndex((each) => each !== 0))) {
    run = Math.abs(sample) < 0.01 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest / SAMPLES_PER_MS;
}

function evenly(frames: number, everyMs = 20): number[] {
  return Array.from({ length: frames }, (_, i) => i * everyMs);
}

describe('JitterBuffer', () => {
  it('plays what comes in time, whole, 30 to 60 ms after it came, and soon 30 to 50', () => {
    const { heard, buffered } = play({ arrivalsMs: evenly(1000), untilMs: 19_900 });
    const begun = heard.findIndex((sample) => sample !== 0);
    expect(begun / SAMPLES_PER_MS).toBeLessThan(45);
    expect(longestSilenceMs(heard)).toBeLessThan(2);
    expect(Math.max(...buffered.slice(100))).toBeLessThanOrEqual(62);
    expect(Math.max(...buffered.slice(15_000))).toBeLessThanOrEqual(54);
    expect(Math.min(...buffered.slice(100))).toBeGreaterThanOrEqual(28);
  });

  it('does not notice frames that are up to 25 ms late', () => {
    let random = 7;
    const late = (): number => (random = (random * 1103515245 + 12345) % 2147483648) % 25;
    const { heard } = play({ arrivalsMs: evenly(500).map((atMs) => atMs + late()), untilMs: 9900 });
    expect(longestSilenceMs(heard)).toBeLessThan(2);
  });

  it.each([0.998, 0.9995, 1.0005, 1.002])('follows a clock that runs %f as fast for two minutes', (drift) => {
    const { heard, buffered } = play({ arrivalsMs: evenly(6000), untilMs: 119_000, drift });
    expect(longestSilenceMs(heard)).toBeLessThan(2);
    expect(buffered.slice(1000).filter((ms) => ms > 65 || ms < 15)).toEqual([]);
  });

  it.each([
    { untilMs: 1120, longestMs: 150, leastMs: 60 },
    { untilMs: 1400, longestMs: 420, leastMs: 28 },
  ])(
    'fades out until $untilMs, comes back without a click, and holds more where that helps',
    ({ untilMs, longestMs, leastMs }) => {
      const stalled = evenly(200).map((atMs, i) => (i >= 50 ? Math.max(untilMs, atMs) : atMs));
      const { heard, buffered } = play({ arrivalsMs: stalled, untilMs: 3900 });
      expect(longestSilenceMs(heard)).toBeGreaterThan(15);
      expect(longestSilenceMs(heard)).toBeLessThan(longestMs);
      expect(largestStep(heard)).toBeLessThan(TONE_STEP);
      const after = Math.min(...buffered.slice(2500));
      expect(after).toBeGreaterThan(leastMs);
      expect(after).toBeLessThan(leastMs + 80);
    },
  );

  it('gives back in a pause what it did not need after all', () => {
    const quiet = new Uint8Array(FRAME_BYTES).fill(0xff);
    const buffer = new JitterBuffer();
    let seq = 0;
    const pass = (frames: number, speaks: boolean): void => {
      for (let i = 0; i < frames; i++, seq++) {
        buffer.push(speaks ? frameAt(seq) : { seq, caller: quiet, other: quiet });
        for (let sample = 0; sample < FRAME_BYTES; sample++) buffer.draw(() => undefined);
      }
    };
    pass(100, true);
    for (let i = 0; i < 5; i++) buffer.push(frameAt(seq++));
    pass(100, true);
    expect(buffer.bufferedMs).toBeGreaterThan(110);
    pass(60, false);
    expect(buffer.bufferedMs).toBeLessThan(65);
    pass(200, false);
    expect(buffer.bufferedMs).toBeGreaterThan(25);
  });

  it('leaves old sound behind after the page stood still', () => {
    const burst = evenly(300).map((atMs, i) => (i >= 50 && i < 90 ? 1800 : atMs));
    const { heard, buffered } = play({ arrivalsMs: burst, untilMs: 5900 });
    expect(Math.max(...buffered)).toBeLessThan(900);
    expect(Math.max(...buffered.slice(1801))).toBeLessThan(110);
    expect(largestStep(heard)).toBeLessThan(TONE_STEP);
  });

  it('forgets one call before the next', () => {
    const buffer = new JitterBuffer();
    for (let seq = 0; seq < 5; seq++) buffer.push(frameAt(seq));
    buffer.reset();
    expect(buffer.bufferedMs).toBe(0);
    const heard: number[] = [];
    for (let i = 0; i < 400; i++) buffer.draw((caller) => heard.push(caller));
    expect(heard.slice(161).every((sample) => sample === 0)).toBe(true);
  });

  it('never clicks, however frames come, are late, or are lost', () => {
    const frame = fc.record({
      wait: fc.integer({ min: 0, max: 60 }),
      lost: fc.boolean(),
      stall: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(frame, { minLength: 10, maxLength: 120 }), (frames) => {
        const buffer = new JitterBuffer();
        const heard: number[] = [];
        let owed = 0;
        for (const [seq, { wait, lost, stall }] of frames.entries()) {
          const ms = stall === 0 ? 300 : wait / 3;
          for (owed += ms * SAMPLES_PER_MS; owed >= 1; owed--) buffer.draw((caller) => heard.push(caller));
          if (!lost || wait < 40) buffer.push(frameAt(seq));
          expect(buffer.bufferedMs).toBeLessThan(1100);
          expect(Math.abs(buffer.speed - 1)).toBeLessThanOrEqual(0.005 + 1e-9);
        }
        expect(largestStep(heard)).toBeLessThan(2 * TONE_STEP);
      }),
      { numRuns: 200 },
    );
  });
});
