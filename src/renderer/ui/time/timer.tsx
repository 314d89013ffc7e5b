import { createContext, useContext, useSyncExternalStore } from 'react';
import { formatTimer } from '../text/format';

interface TimerProps {
  /** Start, epoch ms on the main process's clock. */
  readonly since: number;
  /** End, epoch ms on the same clock; null while it is running. */
  readonly until: number | null;
}

/** Running time, `02:14`. */
export function Timer({ since, until }: TimerProps) {
  const shown = useTimed((now) => formatTimer((until ?? now) - since));
  return <time>{shown}</time>;
}

const TICK_EVERY_MS = 250;

/** Tells the time to all running timers at once, four times a second; it stands still while nobody looks. */
export class Ticker {
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #shown: number;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(now: () => number) {
    this.#now = now;
    this.#shown = now();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.#tick(), TICK_EVERY_MS);
    this.#shown = this.#now();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  };

  /** Epoch ms of the last tick. */
  readonly now = (): number => this.#shown;

  #tick(): void {
    this.#shown = this.#now();
    for (const listener of this.#listeners) listener();
  }
}

const TickerContext = createContext<Ticker | null>(null);

/** Hands the ticker to every component below. */
export const TickerProvider = TickerContext.Provider;

/** Returns the time, in ms; renders again only when what `read` makes of it changes. Throws outside of its provider. */
export function useNow(read: (now: number) => string): number {
  const ticker = useTicker();
  useSyncExternalStore(ticker.subscribe, () => read(ticker.now()));
  return ticker.now();
}

/** Follows the time as text or number; renders again only when it reads differently. Throws outside of its provider. */
export function useTimed<T extends string | number | boolean>(read: (now: number) => T): T {
  const ticker = useTicker();
  return useSyncExternalStore(ticker.subscribe, () => read(ticker.now()));
}

function useTicker(): Ticker {
  const ticker = useContext(TickerContext);
  if (ticker === null) throw new Error('No ticker here');
  return ticker;
}
