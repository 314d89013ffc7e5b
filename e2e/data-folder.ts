import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Agent } from '../src/shared/agent/agent';
import type { Recorded } from '../src/shared/call/events';
import { openJournalFile } from '../src/main/store/journal/journal-file';

/** Leaves a data folder as somebody has it who was set up before and gave this agent their lines. */
export function presetAgent(folder: string, agent: Agent): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ onboarding: 'done', defaultAgent: agent }));
}

/** Leaves a data folder of somebody whose callers wait so long for an operator who was cut off, in seconds. */
export function presetReturn(folder: string, seconds: number): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ operatorReturnSeconds: seconds }));
}

/** Leaves a data folder as an earlier run would have that recorded these facts. */
export function presetJournal(folder: string, facts: readonly Recorded[]): void {
  const file = openJournalFile(folder, Date.now());
  file.append(facts.map(({ seq, at, callId, event }) => [seq, at, callId, event.type, JSON.stringify(event)]));
  file.close();
}
