import type { Clock, Journal, Log } from '../ports/ports';
import type { ReachProof, SavedRoutings } from '../ports/ports-lines';
import type { Directory } from './directory';

/** Dependencies of one line. */
export interface LineParts {
  readonly directory: Directory;
  readonly savedRoutings: SavedRoutings;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** Public base URL; undefined: the carrier cannot reach us now. */
  readonly publicBase: () => URL | undefined;
  /** Webhook addresses of a number, for a public base. */
  readonly webhooks: (base: URL) => { readonly voice: string; readonly status: string };
  /** Fingerprint of the account that owns the numbers; undefined: there are no keys. */
  readonly accountId: () => string | undefined;
  readonly proveReachable: (base: URL) => Promise<ReachProof>;
  readonly isListening: () => boolean;
  /** Fallback URL the carrier asks when it cannot reach us; undefined: the number keeps its own. */
  readonly fallbackUrl: () => string | undefined;
  readonly agentNameFor: (number: string) => string;
  /** Resolves once the public base changed, `waitMs` passed, or the signal was aborted. */
  readonly untilBaseChanged: (waitMs: number, signal: AbortSignal) => Promise<void>;
  /** Requests an immediate check of all lines. */
  readonly lookAgain: () => void;
}
