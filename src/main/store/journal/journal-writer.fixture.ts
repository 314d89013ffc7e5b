import { openJournal } from './journal';
import workerPath from './journal-worker?modulePath';
import { createKeptLog, RANG, REAL_CLOCK, said } from '../store.fixture';

/** Batches between two flushes; in between, the journal writes when it sees fit. */
const BATCHES_A_FLUSH = 10;

/**
 * Process that records as fast as its loop turns, until it is killed: `node <this> <folder>`. It prints the last number of each
 * batch as `recorded <seq>`, the last one that a console may show as `shown <seq>`, and the last one the journal has stored as `stored <seq>`.
 */
const [folder = ''] = process.argv.slice(2);

void openJournal({ folder, workerPath, clock: REAL_CLOCK, log: createKeptLog().log }).then((journal) => {
  let shownSeq = 0;
  journal.subscribeStored(({ seq }) => (shownSeq = seq));
  journal.record('c1', RANG);
  let batches = 0;
  setInterval(() => {
    let seq = 0;
    for (let i = 0; i < 20; i++) ({ seq } = journal.record('c1', said(`word ${i} `)));
    process.stdout.write(`recorded ${seq}\nshown ${shownSeq}\n`);
    if (++batches % BATCHES_A_FLUSH !== 0) return;
    void journal.flush().then((isStored) => isStored && process.stdout.write(`stored ${seq}\n`));
  }, 2);
});
