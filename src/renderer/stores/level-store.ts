import type { Level } from '../../shared/contract/levels';

/** Loudness of each side of a call, 0 to 1. */
export type Loudness = Omit<Level, 'callId'>;

export const SILENCE: Loudness = { caller: 0, agent: 0 };

/**
 * Store of each call's loudness. Separate from the console's state, because levels come often and are drawn without
 * React.
 */
export class LevelStore {
  readonly #listeners = new Map<string, Set<(level: Loudness) => void>>();

  /** Calls `listener` with every level of the call, until the returned function is called. */
  subscribe(callId: string, listener: (level: Loudness) => void): () => void {
    const listeners = this.#listeners.get(callId) ?? new Set();
    this.#listeners.set(callId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(callId);
    };
  }

  /** Passes on the levels of a feed message; a call missing from it is silent. */
  receive(levels: readonly Level[]): void {
    const byCall = new Map(levels.map((level) => [level.callId, level]));
    for (const [callId, listeners] of this.#listeners) {
      const level = byCall.get(callId) ?? SILENCE;
      for (const listener of listeners) listener(level);
    }
  }
}
