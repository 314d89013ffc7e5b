import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRate } from './rate';

describe('createRate', () => {
  it('lets no more through than the burst and what the time has earned', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 300 }), (waits) => {
        let now = 0;
        let passed = 0;
        const hasRoom = createRate(() => now, 10, 20);
        for (const wait of waits) {
          now += wait;
          if (hasRoom()) passed++;
        }
        expect(passed).toBeLessThanOrEqual(10 + (now / 1000) * 20);
      }),
    );
  });

  it('never refuses who stays below it', () => {
    let now = 0;
    const hasRoom = createRate(() => now, 1, 50);
    for (let i = 0; i < 1000; i++, now += 20) expect(hasRoom()).toBe(true);
  });
});
