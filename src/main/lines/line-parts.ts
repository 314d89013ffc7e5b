import type { Clock, Journal, Log } from '../ports/ports';
import type { ReachProof, SavedRoutings } from '../ports/ports-lines';
import type { Directory } from './directory';

/** What one line needs from outside. */
export interface LineParts {
  readonly directory: Directory;
  readonly savedRoutings: SavedRoutings;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** Our address as the carrier reaches it; undefined: not reachable now. */
  readonly publicBase: () => URL | undefined;
  /** The addresses a number is to call, for a public base. */
  readonly webhooks: (base: URL) => { readonly voice: string; readonly status: string };
  /** A fingerprint of the account whose numbers these are now; undefined: there are no keys. */
  readonly accountId: () => string | undefined;
  readonly proveReachable: (base: URL) => Promise<ReachProof>;
  readonly isListening: () => boolean;
  /** What the carrier asks when it cannot reach us; undefined: what the number had before. */
  readonly fallbackUrl: () => string | undefined;
  readonly agentNameFor: (number: string) => string;
  /** Resolves when the public base changed, `waitMs` went by, or the signal was aborted. */
  readonly untilBaseChanged: (waitMs: number, signal: AbortSignal) => Promise<void>;
  /** Asks for all lines to be looked after at once. */
  readonly lookAgain: () => void;
}
