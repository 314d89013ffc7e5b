import { DEFAULT_AGENT, type Agent, type AgentProfile } from '../../../shared/agent/agent';
import type { AgentRecord } from '../../../shared/agent/agent-library';
import type { CallEvent, DeskEvent, Recorded } from '../../../shared/call/events';
import type { Journal, Log } from '../../ports/ports';
import type { AgentCommands, AgentRefused, RecordOutcome } from '../../ports/ports-agents';
import { openAgentLibrary } from './agent-library';
import { createKeptLog, REAL_CLOCK } from '../store.fixture';

/** A library on disk, with the events it recorded. */
export interface TestLibrary extends AgentCommands {
  readonly told: readonly string[];
}

/** Opens the library in a folder. Its ids are consecutive numbers. */
export async function openLibrary(
  folder: string,
  {
    seed = DEFAULT_AGENT,
    log = createKeptLog().log,
    secrets = [],
  }: { readonly seed?: Agent; readonly log?: Log; readonly secrets?: readonly string[] } = {},
): Promise<TestLibrary> {
  const told: string[] = [];
  let ids = 0;
  const record: Journal['record'] = (callId: string | null, event: CallEvent | DeskEvent) => {
    if (event.type === 'agents.changed') told.push([event.change, event.name, event.version ?? ''].join(' ').trim());
    return { seq: told.length, at: 0, callId, event } as Recorded;
  };
  const library = await openAgentLibrary({
    folder,
    clock: REAL_CLOCK,
    log,
    journal: { record },
    seed,
    secrets: () => secrets,
    newId: () => `agent_${String(++ids)}_${String(REAL_CLOCK.wallMs())}`,
  });
  return Object.assign(library, { told });
}

/** The agent of an outcome. Throws when it was refused. */
export function agentOf(outcome: RecordOutcome): AgentRecord {
  if (!outcome.ok) throw new Error(`refused: ${outcome.code}`);
  return outcome.agent;
}

/** The refusal of an outcome. Throws when it succeeded. */
export function refusalOf(outcome: { readonly ok: true } | AgentRefused): AgentRefused {
  if (outcome.ok) throw new Error('not refused');
  return outcome;
}

/** Saves a draft and publishes it; resolves with the new version. */
export async function publishAs(library: AgentCommands, id: string, change: Partial<AgentProfile>): Promise<number> {
  const { draft } = agentOf(library.get(id));
  const saved = await library.saveDraft(id, { ...draft.profile, ...change }, draft.revision);
  if (!saved.ok) throw new Error(saved.code);
  const published = await library.publish(id, saved.revision);
  if (!published.ok) throw new Error(published.code);
  return published.version;
}
