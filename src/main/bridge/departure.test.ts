import { describe, expect, it } from 'vitest';
import { ManualClock } from '../manual-clock.fixture';
import { Departure } from './departure';

describe('Departure', () => {
  it('waits fifteen seconds from the last goodbye, unless it is taken back', () => {
    const clock = new ManualClock();
    let left = 0;
    const departure = new Departure(clock, () => (left += 1));
    departure.begin();
    clock.advance(10_000);
    departure.begin();
    clock.advance(14_999);
    expect(left).toBe(0);
    expect(departure.isUnderWay).toBe(true);
    clock.advance(1);
    expect(left).toBe(1);

    departure.begin();
    departure.cancel();
    expect(departure.isUnderWay).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });
});
