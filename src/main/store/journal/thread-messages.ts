import type { Recorded } from '../../../shared/call/events';

/** One event as the table holds it: number, epoch ms, call or desk, type, JSON of the event. */
export type JournalRow = readonly [seq: number, at: number, callId: string | null, type: string, body: string];

/** What the journal's thread is started with. */
export interface JournalThreadData {
  readonly folder: string;
  /** Epoch ms, to name a damaged file by. */
  readonly openedAt: number;
  /** False when only writing goes on, after the thread had died. */
  readonly withRecent: boolean;
}

export type ToJournalThread =
  { readonly kind: 'append'; readonly rows: readonly JournalRow[] } | { readonly kind: 'close' };

/** Why a journal cannot be used as it is. Nothing was changed or deleted. */
export type JournalRefusal = 'newer-schema' | 'locked' | 'unusable';

export type FromJournalThread =
  /** Events a restart folds, in several messages, before `opened`. */
  | { readonly kind: 'recent'; readonly events: readonly Recorded[] }
  /** `setAside`: the name a damaged file was kept under. */
  | { readonly kind: 'opened'; readonly lastSeq: number; readonly setAside: string | null; readonly unreadable: number }
  | { readonly kind: 'refused'; readonly refusal: JournalRefusal; readonly code: string }
  | { readonly kind: 'stored' }
  /** Nothing of the batch was stored. `code`: SQLite's. */
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'closed' };
