import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_AGENT, profileOf } from '../../src/shared/agent/agent';
import { openAgents, tellLineAgents } from '../../src/main/app/agents';
import { systemClock } from '../../src/main/app/clock';
import { createConsoleProjection } from '../../src/main/console/feed/console-projection';
import { createKeptLog, createMemoryJournal } from '../../src/main/console/console.fixture';
import type { AgentCommands } from '../../src/main/ports/ports-agents';

const NUMBER = '+14155550134';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchboard-agents-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(settings: Readonly<Record<string, unknown>> = {}, key?: string) {
  const journal = createMemoryJournal();
  const desk = createConsoleProjection(journal, []);
  const agents = await openAgents({
    folder,
    clock: systemClock,
    log: createKeptLog().log,
    journal,
    settings: { get: (name) => settings[name], set: () => undefined },
    secrets: () => (key === undefined ? [] : [key]),
    first: undefined,
  });
  return { journal, desk, agents };
}

async function rename(agents: AgentCommands, name: string): Promise<void> {
  const found = agents.get(DEFAULT_AGENT.id);
  if (!found.ok) throw new Error(found.code);
  const { draft } = found.agent;
  const saved = await agents.saveDraft(DEFAULT_AGENT.id, { ...draft.profile, name }, draft.revision);
  if (!saved.ok) throw new Error(saved.code);
  await agents.publish(DEFAULT_AGENT.id, saved.revision);
}

it('the one agent of an earlier release is the first of the library, once', async () => {
  const { limits: _new, ...rest } = DEFAULT_AGENT;
  const settings = { defaultAgent: { ...rest, version: 3, greeting: 'Kept.', longestCallMinutes: 9 } };
  const { agents } = await open(settings);
  expect(agents.answering()).toMatchObject({ version: 3, greeting: 'Kept.', limits: { longestCallMinutes: 9 } });
  const { agents: again } = await open({ defaultAgent: { ...rest, version: 9, greeting: 'Not this one.' } });
  expect(profileOf(again.answering())).toMatchObject({ greeting: 'Kept.' });
});

it('keys of the vault are in no exported file', async () => {
  const key = 'sk-proj-abcdefghijklmnopqrstuvwxyz';
  const { agents } = await open({}, key);
  await rename(agents, `Desk ${key}`);
  const exported = agents.export(DEFAULT_AGENT.id);
  expect(exported).toMatchObject({ ok: true, removed: 1 });
  expect(JSON.stringify(exported)).not.toContain('abcdefghij');
});

it('lines are told the new name of who answers them, and nothing else of them changes', async () => {
  const { journal, desk, agents } = await open();
  const line = { type: 'line.changed', number: NUMBER, state: 'degraded', problem: 'no-keys' } as const;
  journal.record(null, { ...line, agentName: 'Somebody else' });
  tellLineAgents(agents, journal, () => desk.state().lines.values());
  const before = desk.state().lines.get(NUMBER);
  expect(before).toMatchObject({ agentName: DEFAULT_AGENT.name, problem: 'no-keys' });
  await rename(agents, 'Night desk');
  await expect.poll(() => desk.state().lines.get(NUMBER)).toEqual({ ...before, agentName: 'Night desk' });
  const told = journal.all.length;
  await agents.assign(NUMBER, DEFAULT_AGENT.id);
  expect(journal.all.length).toBe(told + 1);
});
