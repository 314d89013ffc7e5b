import { describe, expect, it } from 'vitest';
import { ManualClock } from '../ports/manual-clock.fixture';
import { CallClock } from './call-clock';

const fail = (error: unknown): never => {
  throw error;
};

describe('CallClock', () => {
  it('hands on what a timer throws, and runs the others', () => {
    const time = new ManualClock();
    const seen: unknown[] = [];
    const clock = new CallClock(time, (error) => seen.push(error));
    const fault = new Error('planted');
    clock.after(10, () => fail(fault));
    clock.after(10, () => seen.push('next'));
    time.advance(10);
    expect(seen).toEqual([fault, 'next']);
  });

  it('leaves no timer when the call is over, and sets none afterwards', () => {
    const time = new ManualClock();
    const clock = new CallClock(time, fail);
    const ran: string[] = [];
    clock.after(10, () => ran.push('first'));
    const stop = clock.after(20, () => ran.push('stopped'));
    clock.after(30, () => ran.push('too late'));
    stop();
    stop();
    time.advance(10);
    expect(clock.nowMs()).toBe(10);
    expect(clock.wallMs()).toBe(time.wallMs());
    clock.stop();
    clock.after(5, () => ran.push('after the end'))();
    expect(time.pendingTimers).toBe(0);
    time.advance(100);
    expect(ran).toEqual(['first']);
  });
});
