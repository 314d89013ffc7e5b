import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../main/ports/manual-clock.fixture';
import { deadlineSignal, pause, within } from './deadline';

const never = new Promise<never>(() => undefined);

describe('a deadline', () => {
  it('passes on what comes in time, and gives what stands in for it otherwise', async () => {
    const clock = new ManualClock();
    expect(await within(clock, 100, Promise.resolve('done'), 'late')).toBe('done');
    await expect(within(clock, 100, Promise.reject(new Error('broken')), 'late')).rejects.toThrow('broken');
    const late = within(clock, 100, never, 'late');
    clock.advance(100);
    expect(await late).toBe('late');
    expect(clock.pendingTimers).toBe(0);
  });

  it('aborts a signal, as does the signal outside', () => {
    const clock = new ManualClock();
    const inTime = deadlineSignal(clock, 100, new AbortController().signal);
    clock.advance(99);
    expect(inTime.signal.aborted).toBe(false);
    clock.advance(1);
    expect(inTime.signal.aborted).toBe(true);

    const outer = new AbortController();
    const stopped = deadlineSignal(clock, 100, outer.signal);
    const followed = deadlineSignal(clock, 100, outer.signal);
    stopped.stop();
    outer.abort();
    expect([stopped.signal.aborted, followed.signal.aborted]).toEqual([false, true]);
    followed.stop();
    expect(deadlineSignal(clock, 100, outer.signal).signal.aborted).toBe(true);
  });
});

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
