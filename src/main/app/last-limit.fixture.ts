import { execFileSync } from 'node:child_process';
import { open, writeFileSync } from 'node:fs';
import { openJournal } from '../store/journal/journal';
import { createKeptLog } from '../store/store.fixture';
import type { Clock } from '../ports/ports';
import { systemClock } from './clock';
import { endWithin, exitWhenFree } from './last-limit';

/** Threads of Node's pool, all of which wait here for a pipe that nobody writes: so does a disk that is stuck. */
const POOL = 4;

/**
 * Process that cannot end by itself: `node <this> <how> <folder>`. `stuck`: its file threads wait for ever. `journal`: so does
 * the journal's thread. `busy`: its main thread never returns. Its last limit is a second.
 */
const [how = '', folder = ''] = process.argv.slice(2);
const pipe = `${folder}/pipe`;

void run();

async function run(): Promise<void> {
  const close = how === 'journal' ? await openStuckJournal() : () => Promise.resolve();
  endWithin(1000);
  if (how === 'stuck') {
    execFileSync('mkfifo', [pipe]);
    for (let thread = 0; thread < POOL; thread += 1) open(pipe, 'r', () => undefined);
  }
  process.stdout.write('ending\n');
  setTimeout(() => {
    if (how === 'busy') for (;;);
    void close().then(() => exitWhenFree(() => process.exit(0)));
  }, 100);
}

/** Opens a journal whose thread waits for ever when told to close, and returns what tells it. */
async function openStuckJournal(): Promise<() => Promise<void>> {
  execFileSync('mkfifo', [pipe]);
  const workerPath = `${folder}/stuck-worker.cjs`;
  writeFileSync(
    workerPath,
    `const { parentPort } = require('node:worker_threads');
     parentPort.postMessage({ kind: 'opened', lastSeq: 0, setAside: null, unreadable: 0 });
     parentPort.on('message', () => require('node:fs').openSync(${JSON.stringify(pipe)}));`,
  );
  // Whatever the journal itself would wait for is over before the last limit.
  const clock: Clock = { ...systemClock, after: (delayMs, run) => systemClock.after(delayMs / 10, run) };
  const journal = await openJournal({ folder, workerPath, clock, log: createKeptLog().log });
  return () => journal.close();
}
