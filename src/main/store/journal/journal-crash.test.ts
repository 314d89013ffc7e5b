import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'libsql';
import { afterEach, describe, expect, it } from 'vitest';
import type { Recorded } from '../../../shared/call/events';
import { JOURNAL_FILE, REFUSED_FILE } from './journal-file';
import { openJournal, type OpenJournal } from './journal';
import workerPath from './journal-worker?modulePath';
import writerPath from './journal-writer.fixture?modulePath';
import { createFolder, createKeptLog, RANG, readEvents, REAL_CLOCK, said } from '../store.fixture';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const made = createFolder();
  cleanups.push(made.remove);
  return made.folder;
}

async function open(at: string, log = createKeptLog().log, worker = workerPath): Promise<OpenJournal> {
  const journal = await openJournal({ folder: at, workerPath: worker, clock: REAL_CLOCK, log });
  cleanups.push(() => journal.close());
  return journal;
}

/**
 * Starts a process that writes into the journal, and kills it after this many events. Resolves with the last one it said was
 * stored, and the last one that a console may have shown.
 */
async function killAfter(
  at: string,
  events: number,
): Promise<{ readonly storedSeq: number; readonly shownSeq: number }> {
  const child = spawn(process.execPath, [writerPath, at], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(() => child.kill('SIGKILL'));
  const gone = once(child, 'exit');
  let batches = 0;
  let storedSeq = 0;
  let shownSeq = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [kind, seq] = line.split(' ');
    if (kind === 'stored') storedSeq = Number(seq);
    else if (kind === 'shown') shownSeq = Number(seq);
    else batches += 1;
    if (batches * 20 >= events) child.kill('SIGKILL');
  }
  await gone;
  return { storedSeq, shownSeq };
}

describe('a journal whose process is killed while it writes', () => {
  it('is sound, has no gap, and lost nothing that was stored or that a console had shown', async () => {
    const at = folder();
    for (const events of [20, 300, 3000, 12_000]) {
      const before = readSeqs(at).length;
      const { storedSeq, shownSeq } = await killAfter(at, events);
      const { log, codes } = createKeptLog();
      const journal = await open(at, log);
      expect(codes()).not.toContain('journal.set-aside');
      await journal.close();

      const seqs = readSeqs(at);
      expect(seqs).toEqual(seqs.map((_, i) => i + 1));
      expect(seqs.length).toBeGreaterThanOrEqual(storedSeq);
      expect(seqs.length).toBeGreaterThanOrEqual(before);
      expect(seqs.length).toBeGreaterThanOrEqual(shownSeq);
      if (events >= 12_000) expect(Math.min(storedSeq, shownSeq)).toBeGreaterThan(before);
    }
  });

  it('ends the call that the process carried', async () => {
    const at = folder();
    await killAfter(at, 2000);
    const recent = (await open(at)).recent();
    expect(recent.map(({ event }) => event).slice(-1)).toEqual([
      { type: 'call.ended', by: 'switchboard', reason: 'switchboard-crashed' },
    ]);
    expect((await open(at)).recent().filter(({ event }) => event.type === 'call.ended')).toHaveLength(1);
  });
});

function readSeqs(at: string): readonly number[] {
  try {
    return readEvents(at).map(({ seq }) => seq);
  } catch {
    return [];
  }
}

describe('a journal whose file another process holds', () => {
  it('goes on recording without waiting, says so once, and stores all when it is free', async () => {
    const at = folder();
    const { log, codes } = createKeptLog();
    const journal = await open(at, log);
    journal.record('c1', RANG);
    await journal.flush();
    const other = new Database(path.join(at, JOURNAL_FILE), { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    for (let i = 0; i < 5000; i++) journal.record('c1', said('word '));
    const states: string[] = [];
    journal.subscribe(({ event }) => event.type === 'journal.changed' && states.push(`${event.state} ${event.code}`));
    journal.record('c1', said('last'));
    expect(await journal.flush()).toBe(false);
    expect(codes()).toEqual(['journal.behind']);
    expect(states).toEqual(['behind SQLITE_BUSY']);
    other.exec('ROLLBACK');
    other.close();
    await expect.poll(() => codes()).toEqual(['journal.behind', 'journal.caught-up']);
    expect(await journal.flush()).toBe(true);
    expect(states).toEqual(['behind SQLITE_BUSY', 'ok undefined']);
    expect(readEvents(at)).toHaveLength(5004);
  });

  it('shows what is not stored together with the word that it is not, all in order', async () => {
    const at = folder();
    const journal = await open(at);
    const shown: Recorded[] = [];
    journal.subscribeStored((recorded) => shown.push(recorded));
    const first = journal.record('c1', RANG);
    expect(shown).toEqual([]);
    await journal.flush();
    expect(shown).toEqual([first]);
    const other = new Database(path.join(at, JOURNAL_FILE), { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    journal.record('c1', said('unstored'));
    expect(await journal.flush()).toBe(false);
    journal.record('c1', said('marked'));
    const words = shown.map(({ event }) => ('delta' in event ? event.delta : event.type));
    expect(words).toEqual(['call.rang', 'unstored', 'journal.changed', 'marked']);
    other.exec('ROLLBACK');
    other.close();
    await expect.poll(() => shown.at(-1)?.event).toMatchObject({ type: 'journal.changed', state: 'ok' });
    expect(readEvents(at).map(({ seq }) => seq)).toEqual(shown.map(({ seq }) => seq));
  });

  it('sets aside and tells what it can never take, as another process took its numbers, and goes on', async () => {
    const at = folder();
    const { log, text } = createKeptLog();
    const [one, two] = [await open(at), await open(at, log)];
    one.record('c1', RANG);
    await one.flush();
    const told: unknown[] = [];
    two.subscribe(({ event }) => told.push(event));
    const refused = two.record('c2', RANG);
    expect(await two.flush()).toBe(true);
    expect(text()).toContain('SQLITE_CONSTRAINT');
    expect(told.at(-1)).toEqual({ type: 'journal.changed', state: 'ok', lost: 0, refused: 1 });
    const later = two.record('c2', said('kept'));
    expect(await two.flush()).toBe(true);
    expect(readEvents(at).map(({ seq, callId }) => [seq, callId])).toEqual([
      [1, 'c1'],
      [2, null],
      [later.seq, 'c2'],
    ]);
    const aside = readFileSync(path.join(at, REFUSED_FILE), 'utf8').trim().split('\n');
    expect(aside.map((line) => JSON.parse(line) as unknown)).toEqual([
      [1, refused.at, 'c2', 'call.rang', JSON.stringify(RANG)],
    ]);
  });
});

describe('a journal whose thread dies', () => {
  it('starts another one and stores everything once', async () => {
    const at = folder();
    const { log, codes } = createKeptLog();
    const frail = path.join(at, 'frail-worker.cjs');
    // The thread dies right after the first batch is stored, before it can report it.
    writeFileSync(
      frail,
      `const { parentPort } = require('node:worker_threads');
       const post = parentPort.postMessage.bind(parentPort);
       const mark = ${JSON.stringify(path.join(at, 'died'))};
       parentPort.postMessage = (message) => {
         if (message.kind === 'stored' && !require('node:fs').existsSync(mark)) {
           require('node:fs').writeFileSync(mark, '');
           process.exit(1);
         }
         post(message);
       };
       require(${JSON.stringify(workerPath)});`,
    );
    const journal = await open(at, log, frail);
    journal.record('c1', RANG);
    expect(await journal.flush()).toBe(false);
    journal.record('c1', said('more'));
    await expect.poll(() => codes()).toEqual(['journal.behind', 'journal.caught-up']);
    expect(await journal.flush()).toBe(true);
    expect(readEvents(at).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });
});

describe('a journal whose thread that writes would never come back from a flush', () => {
  it('stores on, because another thread flushes', async () => {
    const at = folder();
    const stuck = path.join(at, 'stuck-worker.cjs');
    writeFileSync(
      stuck,
      `const { setInterval } = globalThis;
       globalThis.setInterval = (run) => setInterval(run, 1);
       require('node:fs').fsyncSync = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
       require(${JSON.stringify(workerPath)});`,
    );
    const journal = await open(at, createKeptLog().log, stuck);
    for (let i = 0; i < 20; i++) {
      journal.record('c1', RANG);
      expect(await journal.flush()).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await journal.close();
    expect(readEvents(at)).toHaveLength(20);
  });
});

describe('the pace', () => {
  it('is printed: 10,000 events from the first record to the disk', async () => {
    const journal = await open(folder());
    const from = performance.now();
    for (let i = 0; i < 10_000; i++) journal.record('c1', said('where is my order? '));
    const recordedMs = performance.now() - from;
    expect(await journal.flush()).toBe(true);
    const storedMs = performance.now() - from;
    process.stdout.write(
      `journal: 10,000 events recorded in ${recordedMs.toFixed(0)} ms, stored in ${storedMs.toFixed(0)} ms\n`,
    );
  });
});
