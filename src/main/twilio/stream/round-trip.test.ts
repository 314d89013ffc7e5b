import { describe, expect, it } from 'vitest';
import { RoundTrip } from './round-trip';

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
