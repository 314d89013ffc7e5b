import type { Dispose } from '../ports/ports';
import type { Tunnel, TunnelState } from '../ports/ports-lines';

/** One way to be reached from outside. The user's choice tells which way the tunnel takes. */
export interface TunnelWay extends Omit<Tunnel, 'state' | 'onChange'> {
  readonly changes: Changes<TunnelState>;
}

/** An observable value. Listeners hear every change in order, one made by a listener included. */
export class Changes<T> {
  private readonly listeners = new Set<(value: T) => void>();
  private readonly untold: T[] = [];
  private isTelling = false;

  constructor(private current: T) {}

  get(): T {
    return this.current;
  }

  set(value: T): void {
    this.current = value;
    this.untold.push(value);
    if (this.isTelling) return;
    this.isTelling = true;
    for (let next = this.untold.shift(); next !== undefined; next = this.untold.shift()) {
      for (const listener of [...this.listeners]) listener(next);
    }
    this.isTelling = false;
  }

  onChange(listener: (value: T) => void): Dispose {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}

/** Base for other addresses: no query, no trailing slash except the root's own. */
export function publicBaseOf(address: string | URL): URL {
  const base = new URL(address);
  base.search = '';
  base.hash = '';
  base.pathname = base.pathname.replace(/\/+$/, '');
  return base;
}
