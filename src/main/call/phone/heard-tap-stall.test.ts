import { describe, expect, it } from 'vitest';
import { FRAME_MS } from '../../../shared/audio/headset-wire';
import { ManualClock } from '../../ports/manual-clock.fixture';
import type { Clock } from '../../ports/ports';
import { HeardTap } from './heard-tap';

/** A machine that was busy for a while: what fell due meanwhile runs late, and once. */
function stalling(clock: ManualClock): Clock & { stall(ms: number): void } {
  let lateMs = 0;
  return {
    wallMs: () => clock.wallMs() + lateMs,
    nowMs: () => clock.nowMs() + lateMs,
    after: (delayMs, run) => clock.after(delayMs, run),
    stall: (ms) => void (lateMs += ms),
  };
}

const SILENT_PHONE = { positionAt: () => 0, roundTripMs: () => 0, sent: { endByte: 0, read: () => undefined } };

describe('HeardTap', () => {
  it('passes on every frame that fell due while the machine was busy', () => {
    const clock = new ManualClock();
    const machine = stalling(clock);
    const tap = new HeardTap(machine, SILENT_PHONE as never);
    const heard = { one: 0, other: 0 };
    tap.add({ id: 'headset-1', hear: () => (heard.one += 1) });
    tap.add({ id: 'headset-2', hear: () => (heard.other += 1) });
    clock.advance(1000);
    const before = heard.one;
    machine.stall(400);
    clock.advance(200);
    expect(heard.one - before).toBe(600 / FRAME_MS);
    expect(heard.other).toBe(heard.one);
    tap.stop();
    expect(clock.pendingTimers).toBe(0);
  });
});
