import { existsSync, openSync, readdirSync, statSync, writeSync, closeSync, truncateSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, describe, expect, it } from 'vitest';
import type { Recorded } from '../../../shared/call/events';
import { JOURNAL_FILE } from './journal-file';
import { JournalUnavailable, openJournal, type OpenJournal } from './journal';
import workerPath from './journal-worker?modulePath';
import { createFolder, createKeptLog, ENDED, RANG, readEvents, REAL_CLOCK, said } from '../store.fixture';

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const made = createFolder();
  cleanups.push(made.remove);
  return made.folder;
}

const kept = createKeptLog();

async function open(at: string, log = kept.log): Promise<OpenJournal> {
  const journal = await openJournal({ folder: at, workerPath, clock: REAL_CLOCK, log });
  cleanups.push(() => journal.close());
  return journal;
}

/** A journal that was used and closed. */
async function used(at: string): Promise<readonly Recorded[]> {
  const journal = await open(at);
  const recorded = [
    journal.record('c1', RANG),
    journal.record(null, { type: 'line.changed', number: '+1', state: 'live', agentName: 'A' }),
    ...Array.from({ length: 2000 }, (_, i) => journal.record('c1', said(`word ${i} `))),
    journal.record('c1', ENDED),
  ];
  await journal.close();
  return recorded;
}

describe('openJournal', () => {
  it('numbers from 1 without gaps, tells listeners before it returns, and stores every event as it was', async () => {
    const at = folder();
    const journal = await open(at);
    const heard: Recorded[] = [];
    const dispose = journal.subscribe((recorded) => heard.push(recorded));
    const first = journal.record('c1', RANG);
    expect(heard).toEqual([first]);
    const second = journal.record(null, { type: 'tunnel.changed', kind: 'ngrok', state: 'ok' });
    dispose();
    dispose();
    const third = journal.record('c1', said('“Grüße” \u0000 🎧'));
    expect([first.seq, second.seq, third.seq]).toEqual([1, 2, 3]);
    expect(heard).toEqual([first, second]);
    expect(await journal.flush()).toBe(true);
    expect(readEvents(at)).toEqual([first, second, third]);
  });

  it('keeps its files from other users, and makes a folder that only the user enters', async () => {
    const at = path.join(folder(), 'made', 'here');
    const journal = await open(at);
    journal.record('c1', RANG);
    await journal.flush();
    expect(statSync(at).mode & 0o777).toBe(0o700);
    const files = readdirSync(at);
    expect(files).toContain(JOURNAL_FILE);
    for (const file of files) expect(statSync(path.join(at, file)).mode & 0o777).toBe(0o600);
  });

  it('knows the carrier’s calls of earlier runs again, in order, practice calls apart', async () => {
    const at = folder();
    const before = await open(at);
    const ids = Array.from({ length: 300 }, (_, index) => [`CA${String(index)}`, `c${String(index)}`] as const);
    for (const [carrierCallId, callId] of ids) {
      before.record(callId, { ...RANG, carrierCallId });
      before.record(callId, said('Hello'));
      before.record(callId, ENDED);
    }
    before.record('p1', { ...RANG, carrierCallId: 'CApractice', practice: true });
    expect(before.knownCalls).toEqual([]);
    await before.close();
    expect((await open(at)).knownCalls).toEqual(ids);
  });

  it('adds up what the day has cost so far, however many calls there were', async () => {
    const at = folder();
    const midnight = Date.UTC(2026, 10, 30);
    let nowMs = midnight - 60_000;
    const clock = { ...REAL_CLOCK, wallMs: () => nowMs };
    const before = await openJournal({ folder: at, workerPath, clock, log: kept.log });
    for (let call = 0; call < 400; call++) {
      if (call === 200) nowMs = midnight;
      before.record(`c${String(call)}`, { ...RANG, carrierCallId: `CA${String(call)}` });
      before.record(`c${String(call)}`, {
        type: 'agent.finishedResponse',
        responseId: 'r',
        status: 'completed',
        costUsd: 0.25,
      });
      before.record(`c${String(call)}`, ENDED);
    }
    await before.close();
    nowMs += 3_600_000;
    const journal = await openJournal({ folder: at, workerPath, clock, log: kept.log });
    cleanups.push(() => journal.close());
    expect(journal.spent).toEqual({ spentUsd: 50, spentOn: '2026-11-30' });
  });

  it('goes on after the last stored number and hands over what a restart folds', async () => {
    const at = folder();
    const recorded = await used(at);
    const journal = await open(at);
    expect(journal.recent()).toEqual(recorded);
    expect(journal.recent()).toEqual([]);
    expect(journal.record('c2', RANG).seq).toBe(recorded.length + 1);
  });

  it('ends calls that the last run left open, at the moment they were last heard of', async () => {
    const at = folder();
    const before = await open(at);
    before.record('c1', RANG);
    const last = before.record('c1', said('hello'));
    before.record('c2', RANG);
    before.record('c2', ENDED);
    await before.close();

    const journal = await open(at);
    const ended = journal.recent().filter(({ callId, event }) => callId === 'c1' && event.type === 'call.ended');
    expect(ended).toEqual([
      {
        seq: 5,
        at: last.at,
        callId: 'c1',
        event: { type: 'call.ended', by: 'switchboard', reason: 'switchboard-crashed' },
      },
    ]);
    await journal.close();
    expect(readEvents(at).map(({ event }) => (event as Recorded['event']).type)).toEqual([
      'call.rang',
      'agent.transcriptGrew',
      'call.rang',
      'call.ended',
      'call.ended',
    ]);
    expect((await open(at)).recent()).toHaveLength(5);
  });

  it('hands over the last 50 ended calls and the last word of the desk only', async () => {
    const at = folder();
    const before = await open(at);
    for (let i = 0; i < 60; i++) {
      before.record(`c${i}`, RANG);
      before.record(null, { type: 'line.changed', number: '+1', state: i % 2 ? 'live' : 'degraded', agentName: 'A' });
      before.record(null, { type: 'line.changed', number: '+2', state: 'off', agentName: 'A' });
      before.record(`c${i}`, ENDED);
    }
    await before.close();
    const recent = (await open(at)).recent();
    const calls = recent.flatMap(({ callId, event }) => (event.type === 'call.rang' ? [callId] : []));
    expect(calls).toEqual(Array.from({ length: 50 }, (_, i) => `c${i + 10}`));
    const lines = recent.flatMap(({ event }) =>
      event.type === 'line.changed' ? [`${event.number} ${event.state}`] : [],
    );
    expect(lines).toEqual(['+1 live', '+2 off']);
    expect(recent.map(({ seq }) => seq)).toEqual(recent.map(({ seq }) => seq).sort((a, b) => a - b));
  });

  it('leaves out rows it cannot read, and says how many', async () => {
    const at = folder();
    await used(at);
    const db = new Database(path.join(at, JOURNAL_FILE));
    db.exec(`UPDATE events SET body = '{"type":"call.teleported"}' WHERE seq = 10`);
    db.exec(`UPDATE events SET body = '{"type":' WHERE seq = 11`);
    db.close();
    const { log, codes } = createKeptLog();
    expect((await open(at, log)).recent()).toHaveLength(2001);
    expect(codes()).toEqual(['journal.unreadable']);
  });

  it('reads events under the names that earlier releases gave them', async () => {
    const at = folder();
    await used(at);
    const db = new Database(path.join(at, JOURNAL_FILE));
    const rename = db.prepare('UPDATE events SET type = ?, body = ? WHERE seq = ?');
    rename.run('model.complained', '{"type":"model.complained","code":"no_answer","detail":""}', 10);
    rename.run('leg.faltered', '{"type":"leg.faltered","leg":"caller","fault":"gap-filled","detail":""}', 11);
    db.close();
    const { log, codes } = createKeptLog();
    const types = (await open(at, log)).recent().map(({ event }) => event.type);
    expect(types.filter((type) => type === 'model.warned' || type === 'leg.degraded')).toEqual([
      'model.warned',
      'leg.degraded',
    ]);
    expect(codes()).toEqual([]);
  });

  it.each([
    ['header', (file: string) => overwrite(file, 0, 100)],
    ['page', (file: string) => overwrite(file, 4096 * 7, 4096)],
    ['length', (file: string) => truncateSync(file, statSync(file).size - 5000)],
    ['everything', (file: string) => overwrite(file, 0, statSync(file).size)],
  ])('sets a damaged file aside and begins a fresh one: %s', async (_what, damage) => {
    const at = folder();
    await used(at);
    const file = path.join(at, JOURNAL_FILE);
    damage(file);
    const damagedSize = statSync(file).size;

    const { log, codes } = createKeptLog();
    const journal = await open(at, log);
    expect(codes()).toEqual(['journal.set-aside']);
    expect(journal.setAside).toMatch(/journal\.sqlite\.corrupt-\d+$/);
    expect(statSync(journal.setAside ?? '').size).toBe(damagedSize);
    const told = journal.recent().map(({ event }) => event);
    const setAside = path.basename(journal.setAside ?? '');
    expect(told).toEqual([{ type: 'journal.changed', state: 'ok', lost: 0, refused: 0, setAside }]);
    expect(journal.record('c9', RANG).seq).toBe(2);
    expect(await journal.flush()).toBe(true);
    await journal.close();
    const next = (await open(at)).recent();
    expect(next.map(({ callId }) => callId)).toEqual([null, 'c9', 'c9', null]);
    expect(next.at(-1)?.event).toEqual({ type: 'journal.changed', state: 'ok', lost: 0, refused: 0 });
  });

  it('refuses a file of a newer version and leaves every byte of it', async () => {
    const at = folder();
    await used(at);
    const file = path.join(at, JOURNAL_FILE);
    const db = new Database(file);
    db.exec('PRAGMA user_version = 4711');
    db.close();
    const size = statSync(file).size;
    const opening = open(at);
    await expect(opening).rejects.toThrow(/written by a newer Switchboard/);
    await expect(opening).rejects.toBeInstanceOf(JournalUnavailable);
    expect(statSync(file).size).toBe(size);
    expect(readEvents(at)).toHaveLength(2003);
    expect(readdirSync(at).filter((name) => name.includes('corrupt'))).toEqual([]);
  });

  it('refuses a folder it cannot make, and a worker that is not there', async () => {
    const at = path.join(folder(), 'file');
    closeSync(openSync(at, 'w'));
    await expect(open(path.join(at, 'below'))).rejects.toThrow(/cannot be opened or created/);
    const lost = openJournal({ folder: folder(), workerPath: '/nowhere/worker.cjs', clock: REAL_CLOCK, log: kept.log });
    await expect(lost).rejects.toMatchObject({ refusal: 'unusable', code: 'THREAD_FAILED' });
  });

  it('takes no event after close, and closes twice', async () => {
    const at = folder();
    const journal = await open(at);
    journal.record('c1', RANG);
    await Promise.all([journal.close(), journal.close()]);
    journal.record('c1', ENDED);
    expect(readEvents(at)).toHaveLength(1);
    expect(
      existsSync(path.join(at, `${JOURNAL_FILE}-wal`)) && statSync(path.join(at, `${JOURNAL_FILE}-wal`)).size > 0,
    ).toBe(false);
  });
});

function overwrite(file: string, at: number, bytes: number): void {
  const fd = openSync(file, 'r+');
  writeSync(fd, Buffer.alloc(bytes, 7), 0, bytes, at);
  closeSync(fd);
}
