import type { Clock } from '../../clock';

/** Something that goes wrong with the next REST requests. */
export interface RestFault {
  readonly kind: 'latency' | 'too-many-requests' | 'server-error' | 'reset' | 'html-502';
  /** For `latency`: for how long the request is held back. */
  readonly ms?: number;
  /** For `latency`: it is held back until this resolves as well. */
  readonly until?: Promise<void>;
  /** How many requests it hits; 1 when absent. */
  readonly times?: number;
  /** Only requests whose path contains this. */
  readonly path?: string;
}

interface Armed {
  readonly fault: RestFault;
  left: number;
}

/** The faults that wait for a request to hit. */
export class RestFaults {
  readonly #clock: Clock;
  #armed: Armed[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  arm(fault: RestFault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  /** Takes the fault for a request to `path`. Latency has passed when this resolves; the next fault in line follows it. */
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
