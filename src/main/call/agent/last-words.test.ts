import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { PendingHangup, type HangupReason } from './last-words';

describe('PendingHangup', () => {
  it('waits fifteen seconds from the last goodbye, unless it is taken back', () => {
    const clock = new ManualClock();
    const left: HangupReason[] = [];
    const pendingHangup = new PendingHangup(clock, (reason) => left.push(reason));
    pendingHangup.begin('agent');
    clock.advance(10_000);
    pendingHangup.begin('agent');
    clock.advance(14_999);
    expect(left).toEqual([]);
    expect(pendingHangup.isUnderWay).toBe(true);
    clock.advance(1);
    expect(left).toEqual(['agent']);

    pendingHangup.begin('agent');
    pendingHangup.cancel();
    expect(pendingHangup.isUnderWay).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('of the operator is not taken back by what the caller says', () => {
    const clock = new ManualClock();
    const left: HangupReason[] = [];
    const pendingHangup = new PendingHangup(clock, (reason) => left.push(reason));
    pendingHangup.quiet();
    pendingHangup.begin('agent');
    pendingHangup.begin('operator');
    pendingHangup.begin('agent');
    pendingHangup.cancel();
    expect(pendingHangup.isUnderWay).toBe(true);
    pendingHangup.quiet();
    expect(left).toEqual(['operator']);
  });
});
