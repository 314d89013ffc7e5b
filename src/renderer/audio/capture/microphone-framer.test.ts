import { describe, expect, it } from 'vitest';
import { FRAME_BYTES } from '../../../shared/audio/headset-wire';
import { mulawToLinear } from '../../../shared/audio/mulaw';
import { MicrophoneFramer } from './microphone-framer';
import type { MicrophoneReport } from '../worklet-messages';

const RATE = 48_000;

function speaking() {
  const reports: MicrophoneReport[] = [];
  const framer = new MicrophoneFramer(RATE, (report) => reports.push(report));
  let at = 0;
  return {
    framer,
    reports,
    say: (ms: number, loud = 0.5): void => {
      const block = Float32Array.from({ length: 128 }, () => 0);
      for (let left = (ms * RATE) / 1000; left > 0; left -= block.length) {
        for (let i = 0; i < block.length; i++, at++) block[i] = loud * Math.sin((2 * Math.PI * 400 * at) / RATE);
        framer.push(block);
      }
    },
  };
}

function samplesOf(reports: readonly MicrophoneReport[]): number[] {
  return reports.flatMap(({ frame }) =>
    frame === null ? [] : Array.from(frame, (byte) => mulawToLinear(byte) / 32_768),
  );
}

describe('MicrophoneFramer', () => {
  it('measures always, and gives no frame away while its gate is shut', () => {
    const { reports, say } = speaking();
    say(1000);
    expect(reports.length).toBeGreaterThanOrEqual(49);
    expect(reports.every(({ frame }) => frame === null)).toBe(true);
    expect(reports[10]?.level).toBeGreaterThan(0.9);
    const quiet = speaking();
    quiet.say(200, 0);
    expect(quiet.reports[5]?.level).toBe(0);
  });

  it('says what is said as loud as it was, in whole frames', () => {
    const { framer, reports, say } = speaking();
    framer.isOpen = true;
    say(1000);
    expect(reports.every(({ frame }) => frame?.length === FRAME_BYTES)).toBe(true);
    const samples = samplesOf(reports).slice(400);
    const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    expect(20 * Math.log10(rms / (0.5 / Math.SQRT2))).toBeCloseTo(0, 0);
  });

  it('begins and ends without a click when the gate opens and shuts', () => {
    const { framer, reports, say } = speaking();
    for (let turn = 0; turn < 7; turn++) {
      framer.isOpen = turn % 2 === 0;
      say(113);
    }
    const samples = samplesOf(reports);
    const steps = samples.map((sample, i) => Math.abs(sample - (samples[i - 1] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan((0.5 * 2 * Math.PI * 400) / 8000 + 0.06);
    expect(reports.some(({ frame }) => frame === null)).toBe(true);
  });
});
