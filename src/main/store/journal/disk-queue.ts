import type { Clock, Dispose, Log } from '../../ports/ports';
import type { Appended, AppendResult, JournalRow } from './journal-thread';

/** Time an event waits for others to share a batch with, in ms. With the write it is less than a feed waits for its own batch. */
const BATCH_MS = 25;
const MAX_BATCH_EVENTS = 512;

/** Limits of the queue while the disk cannot keep up. Beyond them, new events reach the screen but not the disk. */
export const MAX_QUEUED_EVENTS = 200_000;
export const MAX_QUEUED_BYTES = 50 * 1024 * 1024;

/** Delay before retrying a disk that refused, in ms. */
const RETRY_MS = 1000;
/** Time after which one batch is reported as slow, in ms: consoles stand still meanwhile. */
const SLOW_MS = 1000;

/** Code of a disk that does not answer. */
const SLOW = 'SLOW';

/** Overhead of a row beside its text, in bytes. */
const ROW_BYTES = 100;

/** Queue between the recorder, which never waits, and the disk, which may. */
interface DiskQueue {
  readonly push: (row: JournalRow) => void;
  /** Resolves with true when everything pushed so far is stored, with false when the disk refused it. */
  readonly flush: () => Promise<boolean>;
  /** Stops accepting rows and cancels all timers. */
  readonly stop: () => void;
}

/** Progress of the disk. */
export interface DiskState {
  /** Code of the reason it is behind; null: it is not. */
  readonly behind: string | null;
  /** Rows dropped because the queue was full. */
  readonly lost: number;
  /** Rows that the journal can never take, and a file beside it has. */
  readonly refused: number;
}

interface DiskQueueOptions {
  /** Stores one batch at a time. */
  readonly append: (rows: readonly JournalRow[], done: (result: AppendResult) => void) => void;
  /** Called when the disk falls behind, has caught up, or refused rows for ever; never while a row is pushed. */
  readonly onChange: (state: DiskState) => void;
  /** Called when every row up to this number is stored, before `onChange`. */
  readonly onStored: (seq: number) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly maxEvents?: number;
  readonly maxBytes?: number;
}

/** Creates a queue that writes in batches, keeps and retries what the disk refuses, and reports once when it falls behind. */
export function createDiskQueue(options: DiskQueueOptions): DiskQueue {
  const {
    append,
    onChange,
    onStored,
    clock,
    log,
    maxEvents = MAX_QUEUED_EVENTS,
    maxBytes = MAX_QUEUED_BYTES,
  } = options;
  let rows: JournalRow[] = [];
  let bytes = 0;
  let inFlight = 0;
  let behind: string | null = null;
  let dropped = 0;
  let lost = 0;
  let refused = 0;
  let isLossTold = false;
  let stopped = false;
  let timer: Dispose | undefined;
  let waiting: { readonly untilSeq: number; readonly resolve: (stored: boolean) => void }[] = [];

  function schedule(delayMs: number): void {
    timer ??= clock.after(delayMs, send);
  }

  function send(): void {
    timer?.();
    timer = undefined;
    if (stopped || inFlight > 0 || rows.length === 0) return;
    const batch = rows.slice(0, MAX_BATCH_EVENTS);
    inFlight = batch.length;
    const slow = clock.after(SLOW_MS, () => fellBehind(SLOW));
    append(batch, (result) => {
      slow();
      inFlight = 0;
      if (result.ok) stored(batch, result);
      else failed(result.code);
    });
  }

  function changed(): void {
    onChange({ behind, lost: lost + dropped, refused });
  }

  function stored(batch: readonly JournalRow[], result: Appended): void {
    rows = rows.slice(batch.length);
    for (const row of batch) bytes -= sizeOf(row);
    const lastSeq = batch[batch.length - 1]?.[0] ?? 0;
    const done = waiting.filter(({ untilSeq }) => untilSeq <= lastSeq);
    waiting = waiting.filter(({ untilSeq }) => untilSeq > lastSeq);
    for (const { resolve } of done) resolve(true);
    onStored(lastSeq);
    refused += result.refused;
    if (result.refused > 0) log.error('journal.refused', { error: result.code ?? '', events: result.refused });
    const isCaughtUp = behind !== null && rows.length < MAX_BATCH_EVENTS;
    if (isCaughtUp) {
      behind = null;
      log.info('journal.caught-up', { dropped });
      lost += dropped;
      dropped = 0;
      isLossTold = false;
    }
    if (isCaughtUp || result.refused > 0) changed();
    if (rows.length >= MAX_BATCH_EVENTS || waiting.length > 0) send();
    else if (rows.length > 0) schedule(BATCH_MS);
  }

  function failed(code: string): void {
    fellBehind(code);
    if (dropped > 0 && !isLossTold) {
      isLossTold = true;
      changed();
    }
    const done = waiting;
    waiting = [];
    for (const { resolve } of done) resolve(false);
    if (!stopped) schedule(RETRY_MS);
  }

  function fellBehind(code: string): void {
    const isNew = behind === null;
    // A disk that was only slow may say in the end what is wrong with it.
    if (!isNew && (behind !== SLOW || code === SLOW)) return;
    behind = code;
    if (isNew) log.warn('journal.behind', { error: code, queuedEvents: rows.length });
    changed();
  }

  return {
    push: (row) => {
      const size = sizeOf(row);
      if (stopped || rows.length >= maxEvents || bytes + size > maxBytes) {
        if (dropped === 0) log.error('journal.queue-full', { queuedEvents: rows.length, queuedBytes: bytes });
        dropped++;
        return;
      }
      rows.push(row);
      bytes += size;
      if (inFlight > 0) return;
      if (rows.length >= MAX_BATCH_EVENTS && behind === null) send();
      else schedule(behind === null ? BATCH_MS : RETRY_MS);
    },
    flush: () =>
      new Promise((resolve) => {
        const last = rows[rows.length - 1];
        if (last === undefined) {
          resolve(true);
          return;
        }
        waiting.push({ untilSeq: last[0], resolve });
        send();
      }),
    stop: () => {
      stopped = true;
      timer?.();
      timer = undefined;
    },
  };
}

function sizeOf(row: JournalRow): number {
  return ROW_BYTES + row[4].length * 2;
}
