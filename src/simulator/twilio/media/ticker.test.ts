import { describe, expect, it } from 'vitest';
import { ManualClock, type Clock } from '../../clock';
import { Ticker, type TickerSeat } from './ticker';

/** Counts its steps as a stream does. */
class Steps {
  readonly at: number[] = [];
  seat: TickerSeat | undefined;
  advance(nowMs: number): void {
    if (!this.seat) return;
    while (this.seat.startMs + (this.at.length + 1) * 20 <= nowMs) this.at.push(nowMs);
  }
}

function join(ticker: Ticker): Steps {
  const steps = new Steps();
  steps.seat = ticker.join(steps);
  return steps;
}

describe('Ticker', () => {
  it('steps every member on its own 20 ms grid', () => {
    const clock = new ManualClock();
    const ticker = new Ticker(clock);
    const first = join(ticker);
    clock.advance(7);
    const second = join(ticker);
    clock.advance(100);
    expect(first.at).toEqual([20, 40, 60, 80, 100]);
    expect(second.at).toEqual([27, 47, 67, 87, 107]);
  });

  it('never drifts, however late its timer is', () => {
    const manual = new ManualClock();
    const late: Clock = { nowMs: () => manual.nowMs(), after: (ms, run) => manual.after(ms + 3.7, run) };
    const steps = join(new Ticker(late));
    manual.advance(60_000);
    expect(steps.at.length).toBeGreaterThanOrEqual(2_999);
    for (const [index, at] of steps.at.entries()) expect(at - (index + 1) * 20).toBeLessThanOrEqual(3.7 + 1e-6);
  });

  it('catches up after a stall and stops when nobody is left', () => {
    const manual = new ManualClock();
    let stallMs = 500;
    const stalled: Clock = {
      nowMs: () => manual.nowMs(),
      after: (ms, run) => {
        const cancel = manual.after(ms + stallMs, run);
        stallMs = 0;
        return cancel;
      },
    };
    const ticker = new Ticker(stalled);
    const steps = join(ticker);
    manual.advance(600);
    expect(steps.at).toHaveLength(30);
    steps.seat?.leave();
    steps.seat?.leave();
    expect(ticker.size).toBe(0);
    manual.advance(1_000);
    expect(steps.at).toHaveLength(30);
  });

  it('lets members leave while it steps', () => {
    const clock = new ManualClock();
    const ticker = new Ticker(clock);
    const all = Array.from({ length: 10 }, () => join(ticker));
    const leaver = all[4];
    const advance = leaver?.advance.bind(leaver);
    if (leaver && advance) {
      leaver.advance = (nowMs) => {
        advance(nowMs);
        leaver.seat?.leave();
      };
    }
    clock.advance(60);
    expect(all.map(({ at }) => at.length)).toEqual([3, 3, 3, 3, 1, 3, 3, 3, 3, 3]);
  });
});
