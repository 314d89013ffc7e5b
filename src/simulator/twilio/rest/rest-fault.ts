import type { Clock } from '../../clock';

/** A fault to inject into the next REST requests. */
export interface RestFault {
  readonly kind: 'latency' | 'too-many-requests' | 'server-error' | 'reset' | 'html-502';
  /** For `latency`: time the request is held back; ms. */
  readonly ms?: number;
  /** For `latency`: the request is also held back until this resolves. */
  readonly until?: Promise<void>;
  /** Number of requests it affects; 1 by default. */
  readonly times?: number;
  /** Affects only requests whose path contains this. */
  readonly path?: string;
}

interface Armed {
  readonly fault: RestFault;
  left: number;
}

/** Faults waiting for a request to affect. */
export class RestFaults {
  readonly #clock: Clock;
  #armed: Armed[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  arm(fault: RestFault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  /** Takes the fault for a request to `path`. Resolves after any latency; the next fault in the queue follows it. */
  async strike(path: string): Promise<RestFault['kind'] | undefined> {
    for (;;) {
      const armed = this.#armed.find(({ fault }) => fault.path === undefined || path.includes(fault.path));
      if (!armed) return undefined;
      armed.left -= 1;
      if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
      const { kind, ms = 0, until } = armed.fault;
      if (kind !== 'latency') return kind;
      await new Promise<void>((resolve) => this.#clock.after(ms, resolve));
      await until;
      if (armed.left > 0) return undefined;
    }
  }
}
