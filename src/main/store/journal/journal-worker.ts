import { parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { codeOf, JournalRefused, openJournalFile, openJournalSync, type JournalFile } from './journal-file';
import type {
  FromJournalThread,
  JournalRow,
  JournalThreadData,
  SyncThreadData,
  ToJournalThread,
  ToSyncThread,
} from './journal-thread';

/** Interval between syncs to the disk, in ms. A power cut loses about that much of the journal. */
const SYNC_EVERY_MS = 1000;

/** Rows after which the write-ahead log is moved into the file: some megabytes. */
const CHECKPOINT_ROWS = 5000;

const DAY_MS = 86_400_000;

/** Most events in one message to the main thread, so that none blocks it for long. */
const EVENTS_PER_MESSAGE = 2000;

function run(data: JournalThreadData, send: (message: FromJournalThread) => void): JournalFile | undefined {
  try {
    const file = openJournalFile(data.folder, data.openedAt);
    const { events, unreadable } = data.withRecent ? file.recent() : { events: [], unreadable: 0 };
    for (let start = 0; start < events.length; start += EVENTS_PER_MESSAGE) {
      send({ kind: 'recent', events: events.slice(start, start + EVENTS_PER_MESSAGE) });
    }
    const spentUsd = data.withRecent ? file.spentSince(data.openedAt - (data.openedAt % DAY_MS)) : 0;
    const knownCalls = data.withRecent ? file.knownCalls() : [];
    send({ kind: 'opened', lastSeq: file.lastSeq(), setAside: file.setAside, unreadable, knownCalls, spentUsd });
    return file;
  } catch (error) {
    if (error instanceof JournalRefused) send({ kind: 'refused', refusal: error.refusal, code: error.code });
    else send({ kind: 'refused', refusal: 'unusable', code: codeOf(error) });
    return undefined;
  }
}

/** Thread that flushes the journal's file, so that the one that writes never waits for the disk to do so. */
class SyncThread {
  private readonly worker: Worker;
  private rows = 0;

  constructor(folder: string, onGone: () => void) {
    const workerData: SyncThreadData = { syncFolder: folder };
    this.worker = new Worker(__filename, { workerData, name: 'journal-sync' });
    this.worker.on('error', () => undefined);
    this.worker.on('exit', onGone);
  }

  /** Counts rows that were stored. */
  wrote(rows: number): void {
    this.rows += rows;
    if (this.rows < CHECKPOINT_ROWS) return;
    this.rows = 0;
    this.post('checkpoint');
  }

  close(): void {
    this.post('close');
  }

  private post(message: ToSyncThread): void {
    this.worker.postMessage(message);
  }
}

function append(file: JournalFile, rows: readonly JournalRow[]): FromJournalThread {
  try {
    return { kind: 'stored', ...file.append(rows) };
  } catch (error) {
    return { kind: 'failed', code: codeOf(error) };
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The next append meets the same disk and reports the error.
  }
}

/** Writes what it is told until told to close. */
function write(data: JournalThreadData, port: MessagePort): void {
  const send = (message: FromJournalThread): void => port.postMessage(message);
  const file = run(data, send);
  if (file === undefined) {
    port.close();
    return;
  }
  let isClosing = false;
  let isSyncGone = false;
  const syncing = new SyncThread(data.folder, () => {
    isSyncGone = true;
    if (isClosing) close(file);
    else attempt(() => file.setSynced(false));
  });
  attempt(() => file.setSynced(true));

  function close(open: JournalFile): void {
    attempt(() => open.close());
    send({ kind: 'closed' });
    port.close();
  }

  port.on('message', (message: ToJournalThread) => {
    if (message.kind === 'append') {
      send(append(file, message.rows));
      syncing.wrote(message.rows.length);
      return;
    }
    isClosing = true;
    if (isSyncGone) close(file);
    else syncing.close();
  });
}

/** Flushes what another thread writes, every second, until told to close. */
function sync({ syncFolder }: SyncThreadData, port: MessagePort): void {
  const file = openJournalSync(syncFolder);
  const syncing = setInterval(() => attempt(() => file.sync()), SYNC_EVERY_MS);
  port.on('message', (message: ToSyncThread) => {
    if (message === 'checkpoint') {
      attempt(() => file.checkpoint());
      return;
    }
    clearInterval(syncing);
    attempt(() => file.close());
    port.close();
  });
}

const data = workerData as JournalThreadData | SyncThreadData;
if (parentPort !== null) {
  if ('syncFolder' in data) sync(data, parentPort);
  else write(data, parentPort);
}
