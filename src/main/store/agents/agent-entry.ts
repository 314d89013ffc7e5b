import type { Agent } from '../../../shared/agent/agent';
import type { AgentRecord, AgentRefusal, AgentSummary, PublishedAgent } from '../../../shared/agent/agent-library';
import { changedFields } from '../../../shared/agent/profile-fields';
import type { AgentRefused } from '../../ports/ports-agents';
import type { Draft } from './agent-files';

/** An agent as the library holds it in memory. */
export interface AgentEntry {
  readonly id: string;
  readonly draft: Draft;
  /** All version numbers ever used, damaged ones included, in ascending order. */
  readonly versions: readonly number[];
  /** The last version whose file is intact. */
  readonly published: PublishedAgent | null;
  readonly isDraftAhead: boolean;
}

/** Builds the entry from what was read or written, and computes whether its draft is ahead. */
export function entryOf(parts: Omit<AgentEntry, 'isDraftAhead'>): AgentEntry {
  const { published, draft } = parts;
  return { ...parts, isDraftAhead: published === null || changedFields(published.profile, draft.profile).length > 0 };
}

/** The agent that answers calls; undefined when it was never published. */
export function answeringAgent(entry: AgentEntry | undefined): Agent | undefined {
  if (!entry?.published) return undefined;
  return { ...entry.published.profile, id: entry.id, version: entry.published.version };
}

/** Summary of an agent for the list of agents. */
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

/** Record of an agent for its editor. */
export function recordOf({ id, draft, published }: AgentEntry): AgentRecord {
  return { id, draft, published };
}

/** Refusal of a request to the library. `problems`: reasons a draft cannot be published. */
export function refused(code: AgentRefusal, problems: AgentRefused['problems'] = []): AgentRefused {
  return { ok: false, code, problems };
}
