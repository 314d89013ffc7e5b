import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import type { CallEvent } from '../../shared/call/events';
import type { Clock, Log } from '../ports/ports';
import { JOURNAL_FILE } from './journal/journal-file';

/** Clock with the machine's own time. */
export const REAL_CLOCK: Clock = {
  wallMs: () => Date.now(),
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Log that keeps its codes and facts for later checks. */
export function createKeptLog(): {
  readonly log: Log;
  readonly codes: () => readonly string[];
  readonly text: () => string;
} {
  const lines: { code: string; facts: unknown }[] = [];
  const keep = (code: string, facts?: unknown): void => void lines.push({ code, facts });
  return {
    log: { info: keep, warn: keep, error: keep },
    codes: () => lines.map(({ code }) => code),
    text: () => JSON.stringify(lines),
  };
}

/** Temporary folder with a function to remove it. */
export function createFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchboard-store-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Rows of a journal's table, as anybody with the file can read them. */
export function readEvents(
  folder: string,
): readonly { seq: number; at: number; callId: string | null; event: unknown }[] {
  const db = new Database(path.join(folder, JOURNAL_FILE), { timeout: 1000 });
  try {
    const rows = db.prepare('SELECT seq, at, call_id, body FROM events ORDER BY seq').all() as StoredRow[];
    return rows.map(({ seq, at, call_id, body }) => ({ seq, at, callId: call_id, event: JSON.parse(body) as unknown }));
  } finally {
    db.close();
  }
}

interface StoredRow {
  readonly seq: number;
  readonly at: number;
  readonly call_id: string | null;
  readonly body: string;
}

export const RANG: Extract<CallEvent, { type: 'call.rang' }> = {
  type: 'call.rang',
  from: '+12125550187',
  to: '+14155550134',
  agent: { id: 'front-desk', name: 'Front desk', version: 1 },
  carrierCallId: 'CA00000000000000000000000000000001',
  practice: false,
};

export const ENDED: CallEvent = { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' };

export function said(delta: string): CallEvent {
  return { type: 'agent.transcriptGrew', itemId: 'item_1', delta };
}
