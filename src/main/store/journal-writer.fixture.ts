import { openJournal } from './journal';
import workerPath from './journal-worker?modulePath';
import { createKeptLog, RANG, REAL_CLOCK, said } from './store.fixture';

/**
 * A process that records as fast as its loop turns, until it is killed: `node <this> <folder>`. It tells each number it gave, and
 * when, one a line.
 */
const [folder = ''] = process.argv.slice(2);

void openJournal({ folder, workerPath, clock: REAL_CLOCK, log: createKeptLog().log }).then((journal) => {
  journal.record('c1', RANG);
  setInterval(() => {
    let seq = 0;
    for (let i = 0; i < 20; i++) ({ seq } = journal.record('c1', said(`word ${i} `)));
    process.stdout.write(`${seq} ${Date.now()}\n`);
  }, 2);
});
