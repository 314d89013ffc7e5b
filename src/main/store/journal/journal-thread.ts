import { Worker } from 'node:worker_threads';
import type { Recorded } from '../../../shared/call/events';
import type { KnownCall } from '../../ports/ports';

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

/** Data to start the thread with that flushes what the journal's thread writes. */
export interface SyncThreadData {
  readonly syncFolder: string;
}

export type ToSyncThread = 'checkpoint' | 'close';

export type ToJournalThread =
  { readonly kind: 'append'; readonly rows: readonly JournalRow[] } | { readonly kind: 'close' };

/** Reason a journal cannot be used as it is. Nothing was changed or deleted. */
export type JournalRefusal = 'newer-schema' | 'locked' | 'unusable';

export type FromJournalThread =
  /** Events a restart folds, in several messages, all before `opened`. */
  | { readonly kind: 'recent'; readonly events: readonly Recorded[] }
  /** `setAside`: new name of a damaged file. */
  | {
      readonly kind: 'opened';
      readonly lastSeq: number;
      readonly setAside: string | null;
      readonly unreadable: number;
      readonly knownCalls: readonly KnownCall[];
      /** Cost of the day (UTC) so far. */
      readonly spentUsd: number;
    }
  | { readonly kind: 'refused'; readonly refusal: JournalRefusal; readonly code: string }
  | ({ readonly kind: 'stored' } & Appended)
  /** Nothing of the batch was stored. `code` comes from SQLite. */
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'closed' };

/** Number of rows that can never be stored, and the code of the first. */
export interface Appended {
  readonly refused: number;
  readonly code: string | null;
}

/** Result of an append: which rows could never be stored, or the code with which nothing was. */
export type AppendResult = ({ readonly ok: true } & Appended) | { readonly ok: false; readonly code: string };

/** Result of opening the file in the thread. */
type Opening =
  | {
      readonly ok: true;
      readonly lastSeq: number;
      readonly recent: readonly Recorded[];
      readonly setAside: string | null;
      readonly unreadable: number;
      readonly knownCalls: readonly KnownCall[];
      /** Cost of the day (UTC) so far. */
      readonly spentUsd: number;
    }
  | { readonly ok: false; readonly refusal: JournalRefusal; readonly code: string };

/** Runs the journal's file in its own thread. The next `append` restarts a thread that died. */
interface JournalThread {
  readonly opening: Promise<Opening>;
  /** Calls back once. One append at a time. */
  readonly append: (rows: readonly JournalRow[], done: (result: AppendResult) => void) => void;
  /** Closes the file. Resolves when the thread has ended. */
  readonly close: () => Promise<void>;
}

interface ThreadOptions {
  readonly workerPath: string;
  readonly folder: string;
  readonly wallMs: () => number;
  /** Called when a restarted thread found the file damaged and kept it under this name. */
  readonly onSetAside: (name: string) => void;
}

interface Running {
  readonly worker: Worker;
  readonly opening: Promise<Opening>;
}

/** Starts the thread; `opening` resolves with the result. */
export function startJournalThread({ workerPath, folder, wallMs, onSetAside }: ThreadOptions): JournalThread {
  let pending: ((result: AppendResult) => void) | undefined;
  let onClosed: (() => void) | undefined;
  let running: Running | undefined;

  function settle(result: AppendResult): void {
    const done = pending;
    pending = undefined;
    done?.(result);
  }

  function start(withRecent: boolean): Running {
    const workerData: JournalThreadData = { folder, openedAt: wallMs(), withRecent };
    const worker = new Worker(workerPath, { workerData, name: 'journal' });
    const opening = new Promise<Opening>((resolve) => {
      const recent: Recorded[] = [];
      worker.on('message', (message: FromJournalThread) => {
        if (message.kind === 'recent') recent.push(...message.events);
        else if (message.kind === 'opened') resolve({ ...message, ok: true, recent });
        else if (message.kind === 'refused') resolve({ ...message, ok: false });
        else if (message.kind === 'stored') settle({ ...message, ok: true });
        else if (message.kind === 'failed') {
          // The next append opens the file anew, and sets it aside. Never `terminate`: it can abort the process inside SQLite.
          if (message.code.startsWith('SQLITE_CORRUPT')) post(worker, { kind: 'close' });
          else settle({ ok: false, code: message.code });
        }
      });
      worker.on('error', () => resolve({ ok: false, refusal: 'unusable', code: 'THREAD_FAILED' }));
      worker.on('exit', () => {
        if (running?.worker === worker) running = undefined;
        resolve({ ok: false, refusal: 'unusable', code: 'THREAD_GONE' });
        settle({ ok: false, code: 'THREAD_GONE' });
        onClosed?.();
      });
    });
    return { worker, opening };
  }

  function post(worker: Worker, message: ToJournalThread): void {
    worker.postMessage(message);
  }

  async function appendAgain(rows: readonly JournalRow[]): Promise<void> {
    running = start(false);
    const { worker, opening } = running;
    const opened = await opening;
    if (!opened.ok) {
      settle({ ok: false, code: opened.code });
      return;
    }
    if (opened.setAside !== null) onSetAside(opened.setAside);
    post(worker, { kind: 'append', rows });
  }

  const first = start(true);
  running = first;
  return {
    opening: first.opening,
    append: (rows, done) => {
      pending = done;
      if (running === undefined) void appendAgain(rows);
      else post(running.worker, { kind: 'append', rows });
    },
    close: () =>
      new Promise<void>((resolve) => {
        onClosed = resolve;
        if (running === undefined) resolve();
        else post(running.worker, { kind: 'close' });
      }),
  };
}
