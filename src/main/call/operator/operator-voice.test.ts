import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import type { CallerLeg } from '../../ports/ports';
import { runsOf } from '../operator.fixture';
import { OperatorVoice } from './operator-voice';
import { Phone } from '../phone.fixture';
import { PhonePlayout } from '../phone/phone-playout';

const FRAME = Buffer.alloc(160, 0x66);
const PAUSE = Buffer.alloc(160, 0xfb);

function microphone(oneWayMs = 0) {
  const clock = new ManualClock();
  const phone = new Phone(clock, oneWayMs);
  const playout = new PhonePlayout(phone, clock);
  phone.onMark = (name) => playout.onMark(name);
  const spoken: string[] = [];
  const drops: string[] = [];
  const voice = new OperatorVoice(playout, clock, {
    words: { spoken: (payload) => spoken.push(payload) },
    onDropped: (detail) => drops.push(detail),
  });
  return { clock, phone, playout, voice, spoken, drops };
}

describe('OperatorVoice', () => {
  it('sounds without a gap although frames come up to 19 ms late, and ends with its last frame', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 20, maxLength: 200 }),
        fc.constantFrom(0, 30, 90),
        (lateness, oneWayMs) => {
          const { clock, phone, voice, spoken } = microphone(oneWayMs);
          lateness.forEach((lateMs, n) => clock.after(n * 20 + lateMs, () => voice.speak(FRAME)));
          const ms = lateness.length * 20;
          clock.advance(ms + 500);
          expect(spoken).toHaveLength(lateness.length);
          const runs = runsOf(phone.sound(0, ms + 500));
          expect(runs).toHaveLength(3);
          expect(runs[1]).toBe(`operator ${String(ms)}`);
          expect(Number(runs[0]?.split(' ')[1])).toBeLessThanOrEqual(60 + oneWayMs);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a hitch of a quarter of a second costs no word, and is made up for in the pauses', () => {
    const { clock, phone, voice, spoken, drops } = microphone();
    // Words of 300 ms with pauses of 60 ms between them.
    const frames = Array.from({ length: 500 }, (_, n) => (n % 18 < 15 ? FRAME : PAUSE));
    const heldMs = (): number => (phone.allSentBytes - phone.positionByte) / 8;
    const behindMs: number[] = [];
    frames.forEach((frame, n) => {
      // For so long nothing comes; then all of it comes at once.
      if (n < 100 || n >= 112) voice.speak(frame);
      if (n === 111) for (const late of frames.slice(100, 112)) voice.speak(late);
      behindMs.push(heldMs());
      clock.advance(20);
    });
    const words = frames.filter((frame) => frame === FRAME).length;
    expect(spoken.filter((payload) => payload === FRAME.toString('base64'))).toHaveLength(words);
    expect(drops).toEqual([]);
    expect(Math.max(...behindMs.slice(0, 100))).toBeLessThanOrEqual(40);
    expect(Math.max(...behindMs.slice(111, 130))).toBe(60);
    expect(frames.length - spoken.length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...behindMs.slice(-100))).toBeLessThanOrEqual(40);
  });

  it('a longer hitch does not delay the operator for good: the oldest frames are dropped, and that is told once', () => {
    const { clock, phone, voice, drops } = microphone();
    const speak = (ms: number): void => {
      for (let left = ms; left > 0; left -= 20) {
        voice.speak(FRAME);
        clock.advance(20);
      }
    };
    speak(200);
    clock.advance(600);
    for (let n = 0; n < 30; n += 1) voice.speak(FRAME);
    expect(phone.allSentBytes - phone.positionByte).toBeLessThanOrEqual(60 * 8);
    speak(4000);
    expect(drops).toEqual(['More than 200 ms of the microphone waited; the oldest is dropped']);
    expect(phone.allSentBytes - phone.positionByte).toBeLessThanOrEqual(40 * 8);
  });

  it('follows the phone when the way there stalls: what it was behind is made up for', () => {
    const clock = new ManualClock();
    const phone = new Phone(clock, 0);
    let lateMs = 0;
    const later = (run: () => void): void => void clock.after(lateMs, run);
    const slow: CallerLeg = {
      close: () => undefined,
      roundTripMs: () => 0,
      clear: () => later(() => phone.clear()),
      sendMark: (name) => later(() => phone.sendMark(name)),
      sendAudio: (payload, mark) => later(() => phone.sendAudio(payload, mark)),
    };
    const playout = new PhonePlayout(slow, clock);
    phone.onMark = (name) => playout.onMark(name);
    const voice = new OperatorVoice(playout, clock, { words: { spoken: () => undefined }, onDropped: () => undefined });
    const behindMs: number[] = [];
    for (let n = 0; n < 500; n += 1) {
      // For half a second the network holds everything back, then lets it all go at once.
      lateMs = n >= 100 && n < 125 ? (125 - n) * 20 : 0;
      voice.speak(FRAME);
      clock.advance(20);
      behindMs.push((phone.allSentBytes - phone.positionByte) / 8);
    }
    expect(Math.max(...behindMs)).toBeGreaterThan(300);
    expect(Math.max(...behindMs.slice(-300))).toBeLessThanOrEqual(80);
  });

  it('stops within what a phone has, and what is no frame is not sent', () => {
    const { clock, phone, voice } = microphone();
    voice.speak(new Uint8Array(159));
    expect(phone.commands).toEqual([]);
    for (let n = 0; n < 10; n += 1) {
      voice.speak(FRAME);
      clock.advance(20);
    }
    voice.stop();
    voice.stop();
    const heard = phone.heardMs(0, phone.allSentBytes);
    clock.advance(1000);
    expect(phone.heardMs(0, phone.allSentBytes)).toBe(heard);
    expect(phone.commands.filter(({ type }) => type === 'clear')).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });
});
