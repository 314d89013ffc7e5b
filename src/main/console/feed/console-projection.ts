import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../../shared/call/console';
import type { Recorded } from '../../../shared/call/events';
import type { Dispose, Journal } from '../../ports/ports';

/** What every console shows, kept by the main process whether anybody looks or not. */
export interface ConsoleProjection {
  state(): ConsoleState;
  /** Each event after it was folded in, so that a listener's snapshot and its events never overlap. */
  subscribe(listener: (recorded: Recorded) => void): Dispose;
  /** Lets go of the journal. */
  close(): void;
}

/** Folds `recent` and then everything the journal records. Call it before anything else records. */
export function createConsoleProjection(journal: Journal, recent: readonly Recorded[]): ConsoleProjection {
  let state = recent.reduce(reduceConsole, EMPTY_CONSOLE);
  const listeners = new Set<(recorded: Recorded) => void>();
  const close = journal.subscribe((recorded) => {
    state = reduceConsole(state, recorded);
    for (const listener of listeners) listener(recorded);
  });
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close,
  };
}
