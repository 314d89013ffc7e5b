import { parentPort, workerData } from 'node:worker_threads';
import { codeOf, JournalRefused, openJournalFile, type JournalFile } from './journal-file';
import type { FromJournalThread, JournalThreadData, ToJournalThread } from './journal-thread';

/** Interval between syncs to the disk, in ms. A power cut loses about that much of the journal. */
const SYNC_EVERY_MS = 1000;

/** Most events in one message to the main thread, so that none blocks it for long. */
const EVENTS_PER_MESSAGE = 2000;

function run(data: JournalThreadData, send: (message: FromJournalThread) => void): JournalFile | undefined {
  try {
    const file = openJournalFile(data.folder, data.openedAt);
    const { events, unreadable } = data.withRecent ? file.recent() : { events: [], unreadable: 0 };
    for (let start = 0; start < events.length; start += EVENTS_PER_MESSAGE) {
      send({ kind: 'recent', events: events.slice(start, start + EVENTS_PER_MESSAGE) });
    }
    send({ kind: 'opened', lastSeq: file.lastSeq(), setAside: file.setAside, unreadable });
    return file;
  } catch (error) {
    if (error instanceof JournalRefused) send({ kind: 'refused', refusal: error.refusal, code: error.code });
    else send({ kind: 'refused', refusal: 'unusable', code: codeOf(error) });
    return undefined;
  }
}

function serve(file: JournalFile, message: ToJournalThread): FromJournalThread {
  try {
    if (message.kind === 'append') {
      return { kind: 'stored', ...file.append(message.rows) };
    }
    file.close();
    return { kind: 'closed' };
  } catch (error) {
    return message.kind === 'append' ? { kind: 'failed', code: codeOf(error) } : { kind: 'closed' };
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The next append meets the same disk and reports the error.
  }
}

const port = parentPort;
if (port !== null) {
  const send = (message: FromJournalThread): void => port.postMessage(message);
  const file = run(workerData as JournalThreadData, send);
  if (file === undefined) port.close();
  else {
    const syncing = setInterval(() => attempt(() => file.sync()), SYNC_EVERY_MS);
    port.on('message', (message: ToJournalThread) => {
      send(serve(file, message));
      if (message.kind !== 'close') return;
      clearInterval(syncing);
      port.close();
    });
  }
}
