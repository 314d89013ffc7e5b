import { describe, expect, it } from 'vitest';
import { BacklogGrowth, MessageRate, RoundTrip, Sequence } from './stream-health';

describe('RoundTrip', () => {
  it('keeps the smallest of the last five', () => {
    const trip = new RoundTrip();
    expect(trip.smallestMs()).toBe(0);
    for (const ms of [40, 90, 95, 99, 80]) trip.finish(trip.begin(0), ms);
    expect(trip.smallestMs()).toBe(40);
    trip.finish(trip.begin(0), 85);
    expect(trip.smallestMs()).toBe(80);
  });

  it('believes no pong it did not ask for', () => {
    const trip = new RoundTrip();
    const late = trip.begin(0);
    const open = trip.begin(5000);
    trip.finish(late, 5001);
    trip.finish('9', 5001);
    expect(trip.smallestMs()).toBe(0);
    trip.finish(open, 5030);
    trip.finish(open, 5031);
    expect(trip.smallestMs()).toBe(30);
  });
});

describe('Sequence', () => {
  it('counts what is missing, late and doubled, and drops only a true double', () => {
    const sequence = new Sequence();
    sequence.note(1);
    expect(sequence.isDoubled(2, 1)).toBe(false);
    expect(sequence.isDoubled(2, 1)).toBe(true);
    expect(sequence.isDoubled(6, 2)).toBe(false);
    expect(sequence.isDoubled(4, 3)).toBe(false);
    expect(sequence).toMatchObject({ missing: 3, late: 1, doubled: 1 });
  });

  it('drops nothing of a carrier that counts in its own way', () => {
    const sequence = new Sequence();
    expect([1, 2, 3, 4].some((chunk) => sequence.isDoubled(1, chunk))).toBe(false);
  });
});

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
