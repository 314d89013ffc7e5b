import { describe, expect, it } from 'vitest';
import { ManualClock } from '../ports/manual-clock.fixture';
import { pause } from './pause';

describe('a pause', () => {
  it('ends in time, or with a signal, and leaves no timer', async () => {
    const clock = new ManualClock();
    const inTime = pause(clock, 100);
    clock.advance(100);
    await inTime;

    const stop = new AbortController();
    const early = pause(clock, 100, new AbortController().signal, stop.signal);
    stop.abort();
    await early;
    await pause(clock, 100, stop.signal);
    expect(clock.pendingTimers).toBe(0);
  });
});
