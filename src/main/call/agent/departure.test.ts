import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { Departure, type Leaver } from './departure';

describe('Departure', () => {
  it('waits fifteen seconds from the last goodbye, unless it is taken back', () => {
    const clock = new ManualClock();
    const left: Leaver[] = [];
    const departure = new Departure(clock, (leaver) => left.push(leaver));
    departure.begin('agent');
    clock.advance(10_000);
    departure.begin('agent');
    clock.advance(14_999);
    expect(left).toEqual([]);
    expect(departure.isUnderWay).toBe(true);
    clock.advance(1);
    expect(left).toEqual(['agent']);

    departure.begin('agent');
    departure.cancel();
    expect(departure.isUnderWay).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('of the operator is not taken back by what the caller says', () => {
    const clock = new ManualClock();
    const left: Leaver[] = [];
    const departure = new Departure(clock, (leaver) => left.push(leaver));
    departure.quiet();
    departure.begin('agent');
    departure.begin('operator');
    departure.begin('agent');
    departure.cancel();
    expect(departure.isUnderWay).toBe(true);
    departure.quiet();
    expect(left).toEqual(['operator']);
  });
});
