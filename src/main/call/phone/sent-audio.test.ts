import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speech } from '../model.fixture';
import { SentAudio } from './sent-audio';

const SILENCE = 0xff;

/** Bytes of the stream up to `untilByte`, in a single read. */
function readAll(audio: SentAudio, untilByte: number): Buffer {
  const into = Buffer.alloc(untilByte);
  audio.read(0, into);
  return into;
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('append' as const), bytes: fc.integer({ min: 0, max: 9000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const), bytes: fc.integer({ min: 0, max: 9000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('forget' as const), bytes: fc.integer({ min: 0, max: 9000 }) }),
  },
);

describe('SentAudio', () => {
  it('is the stream that was sent, byte by byte, whatever was cut and forgotten', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.nat(30_000),
        fc.integer({ min: 1, max: 9000 }),
        (steps, from, length) => {
          const audio = new SentAudio();
          let model = Buffer.alloc(0);
          let forgotten = 0;
          steps.forEach(({ kind, bytes }, n) => {
            if (kind === 'append') {
              const sent = Buffer.alloc(bytes, n + 1);
              audio.append(sent.toString('base64'));
              model = Buffer.concat([model, sent]);
            } else if (kind === 'cut') {
              const at = Math.max(forgotten, model.length - bytes);
              audio.cutAt(at);
              model = model.subarray(0, at);
            } else {
              forgotten = Math.max(forgotten, model.length - bytes);
              audio.forgetBefore(forgotten);
            }
          });
          expect(audio.endByte).toBe(model.length);
          const at = Math.max(forgotten, from);
          const into = Buffer.alloc(length);
          audio.read(at, into);
          const there = model.subarray(at, at + length);
          const expected = Buffer.concat([there, Buffer.alloc(length - there.length, SILENCE)]);
          expect(into.equals(expected)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is silent where a payload holds less than its length promises', () => {
    const audio = new SentAudio();
    const promising = `${speech(10, 0x11)}${'*'.repeat(8000)}`;
    audio.append(speech(20, 0x22));
    audio.append(promising);
    const promised = audio.endByte;
    audio.append(speech(20, 0x33));
    const heard = readAll(audio, audio.endByte);
    expect(heard.subarray(0, 160)).toEqual(Buffer.alloc(160, 0x22));
    expect(heard.subarray(240, promised).every((byte) => byte === SILENCE)).toBe(true);
    expect(heard.subarray(promised)).toEqual(Buffer.alloc(160, 0x33));
  });

  it('uses its pages again: an hour of audio heard as it is sent takes two or three', () => {
    const audio = new SentAudio();
    const frame = speech(20);
    const before = process.memoryUsage().arrayBuffers;
    for (let n = 0; n < 180_000; n += 1) {
      audio.append(frame);
      audio.forgetBefore(audio.endByte - 3200);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });
});
