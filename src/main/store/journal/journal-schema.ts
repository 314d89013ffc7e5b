import type Database from 'libsql';

/** Each brings the file from its index to the next version. Never edit one that was released: add another. */
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

/** The version this build writes. A file of a later one is not touched. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** The version of the file, 0 for a fresh one. Throws SQLite's error when the header is damaged. */
export function schemaVersion(db: Database.Database): number {
  return (db.prepare('PRAGMA user_version').all()[0] as { user_version: number }).user_version;
}

/** Brings the file to `SCHEMA_VERSION`, each step whole or not at all. */
export function migrate(db: Database.Database): void {
  for (let version = schemaVersion(db); version < SCHEMA_VERSION; version++) {
    db.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[version] ?? ''} PRAGMA user_version = ${version + 1}; COMMIT;`);
  }
}
