import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MULAW_TO_LINEAR } from '../realtime/hearing/audio-format';
import { loadClips } from './clips';

const clips = loadClips(fileURLToPath(new URL('../../../resources/clips', import.meta.url)));

function levels(audio: Buffer): { rmsDb: number; peakDb: number } {
  let sum = 0;
  let peak = 0;
  for (const byte of audio) {
    const sample = MULAW_TO_LINEAR[byte] ?? 0;
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rmsDb: 10 * Math.log10(sum / audio.length / 32_768 ** 2), peakDb: 20 * Math.log10(peak / 32_768) };
}

describe('clips', () => {
  it('has three callers who say the same eight things, and the agent', () => {
    for (const voice of ['anna', 'ben', 'carl']) {
      const said = clips.names().filter((name) => clips.voice(name) === voice);
      expect(said.map((name) => name.replace(`${voice}-`, ''))).toEqual([
        'hello',
        'order',
        'number',
        'refund',
        'interrupt-one',
        'interrupt-two',
        'hours',
        'thanks',
      ]);
    }
    expect(clips.text('anna-hours')).toBe('What time do you open on Saturday?');
    expect(clips.names().filter((name) => name.startsWith('agent-')).length).toBeGreaterThan(10);
  });

  it.each(clips.names())('%s is as loud as the others, does not clip, and starts and ends with sound', (name) => {
    const audio = clips.audio(name);
    const { rmsDb, peakDb } = levels(audio);
    expect(rmsDb).toBeGreaterThan(-22);
    expect(rmsDb).toBeLessThan(-19);
    expect(peakDb).toBeLessThan(-0.5);
    expect(audio.length).toBeGreaterThan(300 * 8);
    expect(levels(audio.subarray(0, 60 * 8)).rmsDb).toBeGreaterThan(-50);
    expect(levels(audio.subarray(-60 * 8)).rmsDb).toBeGreaterThan(-50);
    expect(audio.includes(0x7f)).toBe(false);
  });

  it('names the clips there are when asked for one there is not', () => {
    expect(() => clips.audio('anna-dance')).toThrow(/no clip "anna-dance".*anna-hello/);
  });
});
