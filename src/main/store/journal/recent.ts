import type Database from 'libsql';
import { ENDED_CALLS_KEPT } from '../../../shared/call/console';
import { RecordedSchema, type Recorded } from '../../../shared/call/events';

/** Most events a restart folds. Beyond them, the oldest ended calls are left out. */
export const MAX_RECENT_EVENTS = 200_000;

/** Events a restart folds, in order of their numbers, and the number of rows this build cannot read. */
export interface Recent {
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

const OF_CALL = `SELECT ${COLUMNS} FROM events WHERE call_id = ? ORDER BY seq`;

/** Latest event of each line, the tunnel and the model service. */
const OF_DESK = `
  SELECT ${COLUMNS} FROM events WHERE seq IN (
    SELECT max(seq) FROM events WHERE call_id IS NULL
    GROUP BY CASE WHEN type LIKE 'line.%' THEN 'line ' || json_extract(body, '$.number') ELSE type END)`;

/** Reads all events of the open calls and of the last ended ones, and the desk's latest facts. */
export function readRecent(db: Database.Database): Recent {
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

function read(row: EventRow): Recorded | undefined {
  let event: unknown;
  try {
    event = JSON.parse(row.body);
  } catch {
    return undefined;
  }
  return RecordedSchema.safeParse({ seq: row.seq, at: row.at, callId: row.call_id, event }).data;
}
