import type { Clock, Dispose } from '../ports/ports';

/** The clock of one call: when the call is over none of its timers is left, and no new one can be set. */
export class CallClock implements Clock {
  private readonly timers = new Set<Dispose>();
  private isStopped = false;

  constructor(private readonly clock: Clock) {}

  wallMs(): number {
    return this.clock.wallMs();
  }

  nowMs(): number {
    return this.clock.nowMs();
  }

  after(delayMs: number, run: () => void): Dispose {
    if (this.isStopped) return () => undefined;
    const stop = this.clock.after(delayMs, () => {
      this.timers.delete(stop);
      run();
    });
    this.timers.add(stop);
    return () => {
      this.timers.delete(stop);
      stop();
    };
  }

  /** The call is over. */
  stop(): void {
    this.isStopped = true;
    for (const stop of this.timers) stop();
    this.timers.clear();
  }
}
