import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { errorCode, isRecord, parsedJson } from '../../shared/std/guards';
import type { Log } from '../ports/ports';

const LOCK_FILE = 'in-use.lock';
/** Names the owner to whoever is refused; the lock itself is what counts. */
const OWNER_FILE = 'in-use.json';

const MODES = { desktop: 'the desktop app', served: 'serve mode' } as const;

/** Two programs with one data folder would take each other's numbers off and lose each other's events. */
export class FolderInUse extends Error {
  constructor(folder: string, owner: string) {
    super(
      `Another Switchboard (${owner}) uses the data folder ${folder}. Quit that one first, or give this one a folder of its ` +
        'own with SWITCHBOARD_DATA_DIR.',
    );
    this.name = 'FolderInUse';
  }
}

interface LockOptions {
  /** Created with mode 0700 when missing. */
  readonly folder: string;
  readonly mode: keyof typeof MODES;
  readonly log: Log;
}

/**
 * Takes the data folder for this process and returns what gives it back. The lock is SQLite's, which the system drops with the
 * process: what was killed leaves none behind. Where locks do not work, the log says so and the start goes on; what else is wrong
 * with the folder, the journal tells. Throws `FolderInUse`.
 */
export function lockFolder({ folder, mode, log }: LockOptions): () => void {
  const db = openLock(folder);
  if (db === undefined) return () => undefined;
  try {
    db.exec('BEGIN EXCLUSIVE');
    writeFileSync(path.join(folder, OWNER_FILE), JSON.stringify({ mode, pid: process.pid }), { mode: 0o600 });
  } catch (error) {
    db.close();
    const code = errorCode(error) ?? 'UNKNOWN';
    if (code.startsWith('SQLITE_BUSY')) throw new FolderInUse(folder, ownerOf(folder));
    log.warn('data.not-locked', { error: code });
    return () => undefined;
  }
  return () => db.close();
}

function openLock(folder: string): Database.Database | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, LOCK_FILE);
    closeSync(openSync(file, 'a', 0o600));
    return new Database(file, { timeout: 0 });
  } catch {
    return undefined;
  }
}

function ownerOf(folder: string): string {
  try {
    const owner = parsedJson(readFileSync(path.join(folder, OWNER_FILE), 'utf8'));
    if (isRecord(owner) && (owner['mode'] === 'desktop' || owner['mode'] === 'served'))
      return `${MODES[owner['mode']]}, process ${Number(owner['pid'])}`;
  } catch {
    // The one that holds the lock is about to write it.
  }
  return 'it has just started';
}
