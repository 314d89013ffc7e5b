import type { Agent, AgentProfile } from '../../../shared/agent/agent';
import { writeAgentFile } from '../../../shared/agent/agent-file';
import type { AgentSummary, PublishedAgent } from '../../../shared/agent/agent-library';
import { changedFields } from '../../../shared/agent/profile-fields';
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

const LEFT_OUT = 'SECRET-LEFT-OUT';
/** Patterns of common services' secrets, and of headers that carry one. */
const LOOKS_SECRET = /\b(?:sk|pk|rk|ghp|gho|xox[abp])[-_][\w-]{16,}|(?<=\b(?:Bearer|Basic)\s)[\w.~+/-]{16,}=*/g;

/** Exports an agent to a file for others. Known secrets, and strings that look like one, are removed and counted. */
export function exportAgent(
  profile: AgentProfile,
  secrets: readonly string[],
): { readonly fileName: string; readonly text: string; readonly removed: number } {
  let removed = 0;
  const leaveOut = (): string => {
    removed += 1;
    return LEFT_OUT;
  };
  const clean = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, leaveOut), text).replace(LOOKS_SECRET, leaveOut);
  const safe = mapTexts(profile, clean) as AgentProfile;
  return { fileName: `${slugOf(safe.name)}.agent.json`, text: writeAgentFile(safe), removed };
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [change(key), mapTexts(each, change)]));
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.slice(0, 60) || 'agent';
}
