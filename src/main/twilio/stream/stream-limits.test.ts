import { describe, expect, it } from 'vitest';
import { BacklogGrowth, MessageRate } from './stream-limits';

describe('MessageRate', () => {
  const second = (rate: MessageRate, count: number, elapsedMs = 1000) => {
    for (let n = 0; n < count; n++) rate.add();
    return rate.isFlooded(elapsedMs);
  };

  it('lets a backlog through and stops a flood of 3 s', () => {
    const rate = new MessageRate();
    expect([121, 50, 5000, 121].map((count) => second(rate, count))).toEqual([false, false, false, false]);
    expect(second(rate, 121)).toBe(true);
  });

  it('judges by the time that passed, so a late look is no flood', () => {
    const rate = new MessageRate();
    expect([1, 2, 3, 4].some(() => second(rate, 400, 4000))).toBe(false);
  });
});

describe('BacklogGrowth', () => {
  it('is stuck after 3 s of nothing but growth', () => {
    const growth = new BacklogGrowth();
    expect([10, 20, 30].map((bytes) => growth.isStuck(bytes, 1000))).toEqual([false, false, true]);
  });

  it('forgives a reader that gets anywhere', () => {
    const growth = new BacklogGrowth();
    expect([10, 20, 19, 30, 40, 40, 0, 0, 0].some((bytes) => growth.isStuck(bytes, 1000))).toBe(false);
  });
});
