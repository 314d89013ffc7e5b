import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Agent } from '../src/shared/agent/agent';
import type { Recorded } from '../src/shared/call/events';
import { openJournalFile } from '../src/main/store/journal/journal-file';

/** Writes the data folder of a user who finished setup and assigned this agent to their lines. */
export function presetAgent(folder: string, agent: Agent): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ onboarding: 'done', defaultAgent: agent }));
}

/** Writes the data folder of a user whose callers wait this many seconds for a disconnected operator. */
export function presetReturn(folder: string, seconds: number): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ operatorReturnSeconds: seconds }));
}

/** Writes the data folder of an earlier run that recorded these facts. */
export function presetJournal(folder: string, facts: readonly Recorded[]): void {
  const file = openJournalFile(folder, Date.now());
  file.append(facts.map(({ seq, at, callId, event }) => [seq, at, callId, event.type, JSON.stringify(event)]));
  file.close();
}
