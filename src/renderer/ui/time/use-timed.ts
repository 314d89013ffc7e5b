import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Ticker } from './ticker';

const TickerContext = createContext<Ticker | null>(null);

/** Hands the ticker to every component below. */
export const TickerProvider = TickerContext.Provider;

/** Follows the time as text or number; renders again only when it reads differently. Throws outside of its provider. */
export function useTimed<T extends string | number | boolean>(read: (now: number) => T): T {
  const ticker = useContext(TickerContext);
  if (ticker === null) throw new Error('No ticker here');
  return useSyncExternalStore(ticker.subscribe, () => read(ticker.now()));
}
