import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Ticker } from './ticker';

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
