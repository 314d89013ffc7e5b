import type { Recorded } from '../../../shared/call/events';

/** One event as a row of the table: number, epoch ms, call id (null: the desk), type, JSON of the event. */
export type JournalRow = readonly [seq: number, at: number, callId: string | null, type: string, body: string];

/** Data to start the journal's thread with. */
export interface JournalThreadData {
  readonly folder: string;
  /** Time in epoch ms, used to name a damaged file. */
  readonly openedAt: number;
  /** False for a thread restarted after a crash, which only writes. */
  readonly withRecent: boolean;
}

export type ToJournalThread =
  { readonly kind: 'append'; readonly rows: readonly JournalRow[] } | { readonly kind: 'close' };

/** Reason a journal cannot be used as it is. Nothing was changed or deleted. */
export type JournalRefusal = 'newer-schema' | 'locked' | 'unusable';

export type FromJournalThread =
  /** Events a restart folds, in several messages, all before `opened`. */
  | { readonly kind: 'recent'; readonly events: readonly Recorded[] }
  /** `setAside`: new name of a damaged file. */
  | { readonly kind: 'opened'; readonly lastSeq: number; readonly setAside: string | null; readonly unreadable: number }
  | { readonly kind: 'refused'; readonly refusal: JournalRefusal; readonly code: string }
  | { readonly kind: 'stored' }
  /** Nothing of the batch was stored. `code` comes from SQLite. */
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'closed' };
