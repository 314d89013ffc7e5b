import { appendFileSync, closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { ENDED_CALLS_KEPT } from '../../../shared/call/console';
import { RecordedSchema, type Recorded } from '../../../shared/call/events';
import { MAX_KNOWN_CALLS, type KnownCall } from '../../ports/ports';
import { errorCode, isRecord, parsedJson } from '../../../shared/std/guards';
import type { Appended, JournalRefusal, JournalRow } from './journal-thread';

/** Migrations, each from the version of its index to the next. Never edit a released one: add another. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE events (
     seq INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     call_id TEXT,
     type TEXT NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX events_of_call ON events (call_id, seq) WHERE call_id IS NOT NULL;
   CREATE INDEX events_of_desk ON events (type, seq) WHERE call_id IS NULL;
   CREATE INDEX calls_rang ON events (call_id) WHERE type = 'call.rang';
   CREATE INDEX calls_ended ON events (call_id) WHERE type = 'call.ended';`,
];

/** The version this build writes. A file of a later version is not touched. */
const SCHEMA_VERSION = MIGRATIONS.length;

/** The version of the file, 0 for a fresh one. Throws SQLite's error when the header is damaged. */
function schemaVersion(db: Database.Database): number {
  return (db.prepare('PRAGMA user_version').all()[0] as { user_version: number }).user_version;
}

/** Migrates the file to `SCHEMA_VERSION`; each step applies as a whole or not at all. */
function migrate(db: Database.Database): void {
  for (let version = schemaVersion(db); version < SCHEMA_VERSION; version++) {
    db.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[version] ?? ''} PRAGMA user_version = ${version + 1}; COMMIT;`);
  }
}

/** The journal's file inside the data folder. */
export const JOURNAL_FILE = 'journal.sqlite';

/** Events the journal could not take, a row in a line of JSON each. */
export const REFUSED_FILE = 'journal.refused.jsonl';

/** Size beyond which that file takes no more, in bytes. */
const MAX_REFUSED_BYTES = 50 * 1024 * 1024;

/** Time a statement waits while another process has the file locked, in ms. Only the journal's own thread waits. */
const BUSY_TIMEOUT_MS = 500;

/** SQLite's codes for a file that is not, or no longer, a sound database. */
const DAMAGED = /^SQLITE_(?:NOTADB|CORRUPT)/;
/** SQLite's codes for a row that it will never take, however often it is asked. */
const REFUSED = /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)/;
const LOCKED = /^SQLITE_(?:BUSY|LOCKED)/;

/** The journal cannot be used as it is; nothing was changed. `code` comes from SQLite or the system. */
export class JournalRefused extends Error {
  constructor(
    readonly refusal: JournalRefusal,
    readonly code: string,
  ) {
    super(`${refusal}: ${code}`);
  }
}

/** The open journal file. Every call is synchronous, so it runs in a thread of its own. */
export interface JournalFile {
  /** New name of a damaged file; null when there was none. */
  readonly setAside: string | null;
  lastSeq(): number;
  recent(): Recent;
  /** The last calls of a carrier, practice apart, oldest first. */
  knownCalls(): readonly KnownCall[];
  /** Cost of what was recorded since a moment, in USD. */
  spentSince(at: number): number;
  /**
   * Stores all rows or none, except for rows that can never be stored: those go to `REFUSED_FILE`. A row that is stored already
   * is left as it is. Throws SQLite's error.
   */
  append(rows: readonly JournalRow[]): Appended;
  /** Leaves flushing to the one that `openJournalSync` opened, or takes it back. Flushing may wait for the disk. */
  setSynced(byAnother: boolean): void;
  close(): void;
}

/**
 * Opens or creates the journal in `folder`. A damaged file is renamed to `.corrupt-<openedAt>` and a new one started. Throws
 * `JournalRefused` when the file is of a newer version or locked, or the folder cannot be written.
 */
export function openJournalFile(folder: string, openedAt: number): JournalFile {
  const file = path.join(folder, JOURNAL_FILE);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return open(file, null);
  } catch (error) {
    if (error instanceof JournalRefused) throw error;
    if (!DAMAGED.test(codeOf(error))) throw refusalOf(error);
  }
  try {
    return open(file, setAside(file, openedAt));
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Error code of SQLite or the system. Never the message, which may quote what was written. */
export function codeOf(error: unknown): string {
  return errorCode(error) ?? 'UNKNOWN';
}

function refusalOf(error: unknown): JournalRefused {
  if (error instanceof JournalRefused) return error;
  const code = codeOf(error);
  return new JournalRefused(LOCKED.test(code) ? 'locked' : 'unusable', code);
}

function setAside(file: string, openedAt: number): string {
  const kept = `${file}.corrupt-${openedAt}`;
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix);
  return kept;
}

function open(file: string, kept: string | null): JournalFile {
  const isNew = !existsSync(file);
  closeSync(openSync(file, 'a', 0o600));
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    prepare(db, isNew);
    return journalFile(file, db, kept);
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(db: Database.Database, isNew: boolean): void {
  const version = schemaVersion(db);
  if (version > SCHEMA_VERSION) throw new JournalRefused('newer-schema', `version ${version}`);
  if (!isNew) check(db);
  db.prepare('PRAGMA journal_mode = WAL').all();
  db.exec('PRAGMA synchronous = NORMAL');
  db.prepare('PRAGMA secure_delete = ON').all();
  migrate(db);
}

function check(db: Database.Database): void {
  const [first] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  if (first?.quick_check !== 'ok') throw Object.assign(new Error('quick_check'), { code: 'SQLITE_CORRUPT' });
}

function journalFile(file: string, db: Database.Database, kept: string | null): JournalFile {
  const insert = db.prepare('INSERT INTO events (seq, at, call_id, type, body) VALUES (?, ?, ?, ?, ?)');
  const stored = db.prepare('SELECT at, call_id, body FROM events WHERE seq = ?');
  const refusedFile = path.join(path.dirname(file), REFUSED_FILE);

  /** Returns undefined, or the code with which the row will be refused for ever. */
  function add(row: JournalRow): string | undefined {
    try {
      insert.run(...row);
      return undefined;
    } catch (error) {
      const code = codeOf(error);
      // SQLite ends the transaction by itself after some errors; a row added then would stand alone.
      if (!REFUSED.test(code) || !db.inTransaction) throw error;
      const [there] = stored.all(row[0]) as Omit<EventRow, 'seq'>[];
      const isThere = there?.at === row[1] && there.call_id === row[2] && there.body === row[4];
      return isThere ? undefined : code;
    }
  }
  return {
    setAside: kept,
    lastSeq: () => (db.prepare('SELECT coalesce(max(seq), 0) AS last FROM events').all()[0] as { last: number }).last,
    recent: () => readRecent(db),
    knownCalls: () => db.prepare(KNOWN_CALLS).raw().all() as KnownCall[],
    spentSince: (at) => spentSince(db, at),
    append: (rows) => {
      db.exec('BEGIN IMMEDIATE');
      const refused: JournalRow[] = [];
      let code: string | null = null;
      try {
        for (const row of rows) {
          const why = add(row);
          if (why === undefined) continue;
          code ??= why;
          refused.push(row);
        }
        if (refused.length > 0) keepRefused(refusedFile, refused);
        db.exec('COMMIT');
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw error;
      }
      return { refused: refused.length, code };
    },
    setSynced: (byAnother) => void db.prepare(`PRAGMA wal_autocheckpoint = ${byAnother ? 0 : 1000}`).all(),
    close: () => {
      try {
        db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
      } finally {
        db.close();
      }
    },
  };
}

/** Flushes the journal's file to the disk, for a thread that may wait as long as the disk does. */
export interface JournalSync {
  /** Flushes what was written since the last time, so that a power cut loses only later events. */
  sync(): void;
  /** Moves what was written from the write-ahead log into the file, and flushes both. Never makes the writer wait. */
  checkpoint(): void;
  close(): void;
}

/** Opens the journal's file, which the writer has open, to flush it. */
export function openJournalSync(folder: string): JournalSync {
  const file = path.join(folder, JOURNAL_FILE);
  const db = new Database(file, { timeout: 0 });
  db.exec('PRAGMA synchronous = NORMAL');
  db.prepare('PRAGMA secure_delete = ON').all();
  let syncedAtMs = 0;
  return {
    sync: () => {
      const wal = openSync(`${file}-wal`, 'r+');
      try {
        const { mtimeMs } = fstatSync(wal);
        if (mtimeMs === syncedAtMs) return;
        fsyncSync(wal);
        syncedAtMs = mtimeMs;
      } finally {
        closeSync(wal);
      }
    },
    checkpoint: () => void db.prepare('PRAGMA wal_checkpoint(PASSIVE)').all(),
    close: () => db.close(),
  };
}

/** Adds rows to a file, and flushes it. Throws the system's error. */
function keepRefused(file: string, rows: readonly JournalRow[]): void {
  const fd = openSync(file, 'a', 0o600);
  try {
    if (fstatSync(fd).size > MAX_REFUSED_BYTES) return;
    appendFileSync(fd, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Most events a restart folds. Beyond them, the oldest ended calls are left out. */
const MAX_RECENT_EVENTS = 200_000;

/** Events a restart folds, in order of their numbers, and the number of rows this build cannot read. */
interface Recent {
  readonly events: readonly Recorded[];
  readonly unreadable: number;
}

interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly call_id: string | null;
  readonly body: string;
}

const COLUMNS = 'seq, at, call_id, body';

const OPEN_CALLS = `
  SELECT DISTINCT call_id FROM events AS rang WHERE type = 'call.rang' AND NOT EXISTS (
    SELECT 1 FROM events AS ended WHERE ended.type = 'call.ended' AND ended.call_id = rang.call_id)`;

const ENDED_CALLS = `
  SELECT call_id FROM events WHERE type = 'call.ended' GROUP BY call_id ORDER BY max(seq) DESC LIMIT ${ENDED_CALLS_KEPT}`;

/** The inner query reads numbers alone, from an index, however large the journal is. */
const KNOWN_CALLS = `
  SELECT json_extract(body, '$.carrierCallId'), call_id FROM events
  WHERE seq IN (SELECT seq FROM events INDEXED BY calls_rang WHERE type = 'call.rang' ORDER BY seq DESC LIMIT ${MAX_KNOWN_CALLS})
    AND json_valid(body) AND json_type(body, '$.carrierCallId') = 'text' AND NOT coalesce(json_extract(body, '$.practice'), 0)
  ORDER BY seq`;

const OF_CALL = `SELECT ${COLUMNS} FROM events WHERE call_id = ? ORDER BY seq`;

/** Latest event of each line, the tunnel and the model service. */
const OF_DESK = `
  SELECT ${COLUMNS} FROM events WHERE seq IN (
    SELECT max(seq) FROM events WHERE call_id IS NULL
    GROUP BY CASE WHEN type LIKE 'line.%' THEN 'line ' || json_extract(body, '$.number') ELSE type END)`;

/** Reads all events of the open calls and of the last ended ones, and the desk's latest facts. */
function readRecent(db: Database.Database): Recent {
  const rows = db.prepare(OF_DESK).all() as EventRow[];
  const ofCall = db.prepare(OF_CALL);
  const calls = [...db.prepare(OPEN_CALLS).all(), ...db.prepare(ENDED_CALLS).all()] as { call_id: string }[];
  for (const { call_id } of calls) {
    const events = ofCall.all(call_id) as EventRow[];
    if (rows.length + events.length > MAX_RECENT_EVENTS) break;
    for (const event of events) rows.push(event);
  }
  rows.sort((a, b) => a.seq - b.seq);
  const events = rows.flatMap((row) => read(row) ?? []);
  return { events, unreadable: rows.length - events.length };
}

/** Adds up costs. Finds the first event by its number, since times rise with numbers and have no index. */
function spentSince(db: Database.Database, at: number): number {
  const next = db.prepare('SELECT seq, at FROM events WHERE seq >= ? ORDER BY seq LIMIT 1');
  const [ends] = db.prepare('SELECT coalesce(min(seq), 0) AS low, coalesce(max(seq), 0) AS high FROM events').all();
  let { low, high } = ends as { low: number; high: number };
  high += 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = next.all(middle) as { seq: number; at: number }[];
    if (row === undefined || row.at >= at) high = middle;
    else low = row.seq + 1;
  }
  const cost = `SELECT total(json_extract(body, '$.costUsd')) AS usd FROM events
    WHERE seq >= ? AND type IN ('agent.finishedResponse', 'caller.transcribed') AND json_valid(body)`;
  return (db.prepare(cost).all(low)[0] as { usd: number }).usd;
}

/** Names that earlier releases gave to events; their journals are read under today's. */
const RENAMED: ReadonlyMap<unknown, string> = new Map([
  ['model.complained', 'model.warned'],
  ['leg.faltered', 'leg.degraded'],
]);

function read(row: EventRow): Recorded | undefined {
  const body = parsedJson(row.body);
  const event = isRecord(body) ? { ...body, type: RENAMED.get(body['type']) ?? body['type'] } : body;
  return RecordedSchema.safeParse({ seq: row.seq, at: row.at, callId: row.call_id, event }).data;
}
