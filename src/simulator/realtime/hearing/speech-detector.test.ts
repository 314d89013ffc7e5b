import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadClips } from '../../clips/clips';
import { mulawOf } from '../../../shared/audio/mulaw';
import { SpeechDetector, type DetectorSettings } from './speech-detector';

const clips = loadClips(fileURLToPath(new URL('../../../../resources/clips', import.meta.url)));
const callers = clips.names().filter((name) => clips.voice(name) !== 'agent');

const SETTINGS: DetectorSettings = { threshold: 0.5, prefixPaddingMs: 300, silenceDurationMs: 500 };
const silence = (ms: number): Buffer => Buffer.alloc(ms * 8, 0xff);

function noise(ms: number, decibels: number): Buffer {
  const audio = Buffer.alloc(ms * 8);
  const loudest = 32_768 * 10 ** (decibels / 20) * Math.sqrt(3);
  let seed = 12_345;
  for (let at = 0; at < audio.length; at += 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    audio[at] = mulawOf(Math.round((seed / 0x3fffffff - 1) * loudest));
  }
  return audio;
}

function eventsOf(audio: Buffer, cuts: readonly number[], settings = SETTINGS): readonly (readonly [string, number])[] {
  const events: (readonly [string, number])[] = [];
  const detector = new SpeechDetector({
    onSpeechStarted: (ms) => events.push(['started', ms]),
    onSpeechStopped: (ms) => events.push(['stopped', ms]),
  });
  detector.configure(settings);
  const ends = [...new Set(cuts)].sort((one, other) => one - other).filter((cut) => cut < audio.length);
  let at = 0;
  for (const end of [...ends, audio.length]) {
    while (at < end) {
      const next = Math.min(end, at + detector.bytesToDecision);
      detector.append(audio, at, next);
      at = next;
    }
  }
  return events;
}

describe('SpeechDetector', () => {
  it.each(callers)('hears %s begin and end', (name) => {
    const lengthMs = clips.audio(name).length / 8;
    const events = eventsOf(Buffer.concat([silence(1000), clips.audio(name), silence(1500)]), []);
    expect(events.map(([kind]) => kind)).toEqual(['started', 'stopped']);
    const [started = 0, stopped = 0] = events.map(([, ms]) => ms);
    expect(Math.abs(started + 300 - 1000)).toBeLessThanOrEqual(130);
    expect(stopped).toBeGreaterThan(1000 + lengthMs * 0.8 + 500 - 200);
    expect(stopped).toBeLessThanOrEqual(1000 + lengthMs + 500 + 64);
    expect((started + 300) % 32).toBe(0);
    expect(stopped % 32).toBe(0);
  });

  it('hears nothing in silence, in a quiet hiss and in a click', () => {
    const click = Buffer.concat([silence(500), noise(20, -10), silence(500)]);
    expect([silence(5000), noise(5000, -50), click].map((audio) => eventsOf(audio, []))).toEqual([[], [], []]);
  });

  it('hears speech over a hiss', () => {
    const order = clips.audio('carl-order');
    const events = eventsOf(Buffer.concat([noise(3000, -48), order, noise(3000, -48)]), []);
    expect(events.map(([kind]) => kind)).toEqual(['started', 'stopped']);
  });

  it('honours threshold, prefix padding and silence', () => {
    const audio = Buffer.concat([silence(1000), clips.audio('anna-number'), silence(2000)]);
    const [start = 0, stop = 0] = eventsOf(audio, []).map(([, ms]) => ms);
    const other = eventsOf(audio, [], { ...SETTINGS, prefixPaddingMs: 100, silenceDurationMs: 1000 });
    expect(other[0]).toEqual(['started', start + 200]);
    expect(other[1]?.[1]).toBeGreaterThanOrEqual(stop + 480);
    const quiet = Buffer.concat([silence(1000), noise(1000, -40), silence(1000)]);
    expect(eventsOf(quiet, []).length).toBe(2);
    expect(eventsOf(quiet, [], { ...SETTINGS, threshold: 0.9 })).toEqual([]);
  });

  it('is the same however the bytes are split', () => {
    const audio = Buffer.concat([
      silence(333),
      clips.audio('ben-number'),
      silence(700),
      clips.audio('anna-hello'),
      silence(900),
    ]);
    const whole = eventsOf(audio, []);
    expect(whole.length).toBe(4);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: audio.length - 1 }), { maxLength: 400 }), (cuts) => {
        expect(eventsOf(audio, cuts)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});
