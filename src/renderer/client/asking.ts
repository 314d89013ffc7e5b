import type { ConsoleClient } from './transport';

/** What the main process answered, or that it was not reached. */
export type Answer<T> = { readonly reached: true; readonly value: T } | { readonly reached: false };

/** Asks the main process over whatever line is open at the time. Never throws. */
export type Ask = <T>(request: (client: ConsoleClient) => Promise<T>) => Promise<Answer<T>>;

/** Asks over the line that `client` names. */
export function createAsk(client: () => ConsoleClient | null): Ask {
  return async (request) => {
    const open = client();
    if (open === null) return { reached: false };
    try {
      return { reached: true, value: await request(open) };
    } catch {
      return { reached: false };
    }
  };
}
