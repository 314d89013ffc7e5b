/** Time as the simulators need it; the product's own clock fits as it is. */
export interface Clock {
  /** Milliseconds that never jump. */
  readonly nowMs: () => number;
  /** Runs once after `delayMs`; the returned function cancels it and is safe to call twice. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

interface Alarm {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that moves only when told to: hours pass in a test within milliseconds. */
export class ManualClock implements Clock {
  #nowMs = 0;
  #order = 0;
  #alarms: Alarm[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const alarm: Alarm = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, run };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Lets `ms` pass and runs what falls due, in order of time; what those start within the span runs as well. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      let next: Alarm | undefined;
      for (const alarm of this.#alarms) {
        if (alarm.dueMs > untilMs) continue;
        if (!next || alarm.dueMs < next.dueMs || (alarm.dueMs === next.dueMs && alarm.order < next.order)) next = alarm;
      }
      if (!next) break;
      const due = next;
      this.#alarms = this.#alarms.filter((other) => other !== due);
      this.#nowMs = due.dueMs;
      due.run();
    }
    this.#nowMs = untilMs;
  }
}
