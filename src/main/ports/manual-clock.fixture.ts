import type { Clock, Dispose } from './ports';

/** 2026-01-01T00:00:00Z: a readable date in whatever a test prints. */
const EPOCH_MS = 1_767_225_600_000;

interface Alarm {
  readonly dueMs: number;
  readonly run: () => void;
}

/** Time that moves only when told to: hours pass in a test within milliseconds. */
export class ManualClock implements Clock {
  private elapsedMs = 0;
  /** Pending alarms by due time; alarms of the same instant in the order they were set. */
  private readonly alarms: Alarm[] = [];

  wallMs(): number {
    return EPOCH_MS + this.elapsedMs;
  }

  nowMs(): number {
    return this.elapsedMs;
  }

  after(delayMs: number, run: () => void): Dispose {
    const alarm: Alarm = { dueMs: this.elapsedMs + Math.max(0, delayMs), run };
    let place = this.alarms.length;
    while (place > 0 && (this.alarms[place - 1]?.dueMs ?? 0) > alarm.dueMs) place -= 1;
    this.alarms.splice(place, 0, alarm);
    return () => {
      const index = this.alarms.indexOf(alarm);
      if (index >= 0) this.alarms.splice(index, 1);
    };
  }

  /** Number of timers that have not fired yet; 0 once everything was disposed. */
  get pendingTimers(): number {
    return this.alarms.length;
  }

  /** Advances time by `ms` and runs every alarm that falls due, in order, including those set on the way. */
  advance(ms: number): void {
    const untilMs = this.elapsedMs + ms;
    for (let next = this.alarms[0]; next !== undefined && next.dueMs <= untilMs; next = this.alarms[0]) {
      this.alarms.shift();
      this.elapsedMs = next.dueMs;
      next.run();
    }
    this.elapsedMs = untilMs;
  }
  /** Holds the thread up for `ms`: what was due meanwhile runs afterwards, late. */
  stall(ms: number): void {
    this.elapsedMs += ms;
    for (let next = this.alarms[0]; next !== undefined && next.dueMs <= this.elapsedMs; next = this.alarms[0]) {
      this.alarms.shift();
      next.run();
    }
  }
}
