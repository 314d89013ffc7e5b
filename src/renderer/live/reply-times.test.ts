import { describe, expect, it } from 'vitest';
import { callerShare, medianReplyMs, sparkline } from './reply-times';

describe('medianReplyMs', () => {
  it.each([
    [[], null],
    [[640], 640],
    [[900, 500], 700],
    [[900, 500, 610], 610],
  ])('of %j is %j', (replies, median) => {
    expect(medianReplyMs(replies)).toBe(median);
  });
});

describe('callerShare', () => {
  it('is unknown before anyone was heard', () => {
    expect(callerShare({ talkMs: { caller: 0, agent: 0 } })).toBeNull();
    expect(callerShare({ talkMs: { caller: 3000, agent: 1000 } })).toBe(0.75);
  });
});

describe('sparkline', () => {
  it('fills its box, highest value at the top', () => {
    expect(sparkline([500, 700, 600], 100, 20)).toBe('0,20 50,0 100,10');
  });

  it('runs through the middle when all values are the same', () => {
    expect(sparkline([5, 5], 100, 20)).toBe('0,10 100,10');
  });
});
