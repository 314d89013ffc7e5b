import type { Clock, Dispose } from '../ports/ports';

/** Clock of one call. When the call is over none of its timers is left; what one of them throws costs this call only. */
export class CallClock implements Clock {
  private readonly timers = new Set<Dispose>();
  private isStopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly onFault: (error: unknown) => void,
  ) {}

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
      try {
        run();
      } catch (error) {
        this.onFault(error);
      }
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
