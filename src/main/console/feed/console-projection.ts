import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../../shared/call/console';
import type { Recorded } from '../../../shared/call/events';
import type { Dispose, Journal } from '../../ports/ports';

/** The state every console shows, folded by the main process whether a console is open or not. */
export interface ConsoleProjection {
  state(): ConsoleState;
  /** Calls `listener` with each event after it was folded in, so a listener's snapshot and its events never overlap. */
  subscribe(listener: (recorded: Recorded) => void): Dispose;
  /** Unsubscribes from the journal. */
  close(): void;
}

/**
 * Folds `recent`, then everything the journal records. Call it before anything else records. `spent`: what a day has cost so far,
 * calls beyond `recent` included.
 */
export function createConsoleProjection(
  journal: Pick<Journal, 'subscribe'>,
  recent: readonly Recorded[],
  spent?: Pick<ConsoleState, 'spentUsd' | 'spentOn'>,
): ConsoleProjection {
  let state: ConsoleState = { ...recent.reduce(reduceConsole, EMPTY_CONSOLE), ...spent };
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
