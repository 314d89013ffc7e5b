import type { Agent } from '../../../shared/agent/agent';
import type { AgentRecord, AgentRefusal, AgentSummary, PublishedAgent } from '../../../shared/agent/agent-library';
import { changedFields } from '../../../shared/agent/profile-fields';
import type { AgentRefused } from '../../ports/ports-agents';
import type { Draft } from './agent-files';

/** An agent as the library holds it in memory. */
export interface AgentEntry {
  readonly id: string;
  readonly draft: Draft;
  /** All numbers there were, damaged ones too, in ascending order. */
  readonly versions: readonly number[];
  /** The last version whose file is whole. */
  readonly published: PublishedAgent | null;
  readonly isDraftAhead: boolean;
}

/** The entry of what was read or written; whether its draft is ahead is found out here. */
export function entryOf(parts: Omit<AgentEntry, 'isDraftAhead'>): AgentEntry {
  const { published, draft } = parts;
  return { ...parts, isDraftAhead: published === null || changedFields(published.profile, draft.profile).length > 0 };
}

/** The agent that answers calls; undefined: it was never published. */
export function answeringAgent(entry: AgentEntry | undefined): Agent | undefined {
  if (!entry?.published) return undefined;
  return { ...entry.published.profile, id: entry.id, version: entry.published.version };
}

/** What the list of agents shows of one. */
export function summaryOf({ id, draft, published, isDraftAhead }: AgentEntry): AgentSummary {
  const { name, model, voice } = draft.profile;
  return {
    id,
    name,
    model,
    voice,
    published: published && { version: published.version, at: published.at, name: published.profile.name },
    isDraftAhead,
  };
}

/** What the editor of an agent shows. */
export function recordOf({ id, draft, published }: AgentEntry): AgentRecord {
  return { id, draft, published };
}

/** The refusal of something asked of the library. `problems`: why a draft cannot be published. */
export function refused(code: AgentRefusal, problems: AgentRefused['problems'] = []): AgentRefused {
  return { ok: false, code, problems };
}
