import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWatermarks, watermark } from './watermark';

describe('readWatermarks', () => {
  it('finds every whole ms of any part of an answer, whatever is around it', () => {
    const part = fc.record({
      session: fc.integer({ min: 0, max: 255 }),
      answer: fc.integer({ min: 0, max: 15 }),
      fromMs: fc.integer({ min: 0, max: 900 }),
      lengthMs: fc.integer({ min: 1, max: 100 }),
      cutBytes: fc.integer({ min: 0, max: 7 }),
      silentBytes: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const audio = parts.map(({ session, answer, fromMs, lengthMs, cutBytes, silentBytes }) => {
          const whole = watermark(session, answer, 1000);
          return Buffer.concat([
            whole.subarray(fromMs * 8 + cutBytes, (fromMs + lengthMs) * 8),
            Buffer.alloc(silentBytes, 0xff),
          ]);
        });
        const expected = parts.flatMap(({ session, answer, fromMs, lengthMs, cutBytes }) => {
          const skipped = cutBytes > 0 ? 1 : 0;
          return Array.from({ length: lengthMs - skipped }, (_, at) => ({
            session,
            answer,
            ms: fromMs + skipped + at,
          }));
        });
        expect(readWatermarks(Buffer.concat(audio))).toEqual(expected);
      }),
    );
  });
});
