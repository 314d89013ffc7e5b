import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packLevels, unpackLevels } from './levels';

const callId = fc.stringMatching(/^call_[\w-]{1,24}$/);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('levels on the wire', () => {
  it('arrive as they were told, to a thousandth', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ callId, caller: share, agent: share })), (levels) => {
        const rounded = levels.map(({ caller, agent, ...call }) => ({
          ...call,
          caller: expect.closeTo(caller, 3),
          agent: expect.closeTo(agent, 3),
        }));
        expect(unpackLevels(packLevels(levels))).toEqual(rounded);
      }),
    );
  });

  it.each([
    [1.7, 1],
    [-1, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 1],
  ])('are shares: %f is told as %f', (told, read) => {
    expect(unpackLevels(packLevels([{ callId: 'one', caller: told, agent: 0 }]))).toEqual([
      { callId: 'one', caller: read, agent: 0 },
    ]);
  });

  it.each(['', ';', 'one', 'one,5', 'one,x,y,z', 'one,9999999,-4'])(
    'are shares of calls whatever is read: %j',
    (text) => {
      for (const { caller, agent } of unpackLevels(text)) {
        expect(caller).toBeGreaterThanOrEqual(0);
        expect(caller).toBeLessThanOrEqual(1);
        expect(agent).toBe(0);
      }
    },
  );
});
