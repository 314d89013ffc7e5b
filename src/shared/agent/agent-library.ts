import { z } from 'zod';
import { AgentProfileSchema } from './agent';
import { DraftSchema } from './draft';

/** Reasons for refusing a change to an agent. Each has a paragraph in docs/failures.md. */
export const AGENT_REFUSALS = [
  'no-such-agent',
  'no-such-version',
  'changed-elsewhere',
  'cannot-publish',
  'never-published',
  'lines-use-it',
  'is-default',
  'too-many',
  'too-large',
  'cannot-save',
  'not-an-agent-file',
] as const;

export type AgentRefusal = (typeof AGENT_REFUSALS)[number];

/** Limit on the number of agents; more than anybody could tell apart. */
export const MAX_AGENTS = 500;

export const agentId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const agentVersion = z.number().int().positive();
/** Epoch ms. */
const at = z.number().nonnegative();

/**
 * Finding at the opening of the library: damage, or an agent of a newer release. `kept`: name of the file that still has the damaged
 * content, or of the folder that is left as it is.
 */
const notice = z.object({
  agentId: agentId.nullable(),
  what: z.enum(['draft', 'version', 'assignments', 'newer']),
  kept: z.string().max(300),
});

/** One row of the list of agents. */
const summary = z.object({
  id: agentId,
  /** From the draft, as are `model` and `voice`. */
  name: z.string(),
  model: z.string(),
  voice: z.string(),
  published: z.object({ version: agentVersion, at, name: z.string() }).nullable(),
  /** True when the draft differs from the latest published version. */
  isDraftAhead: z.boolean(),
});

/** All agents, and which of them answers which line. */
export const AgentLibrarySchema = z.object({
  agents: z.array(summary).readonly(),
  /** Answers every line without an agent of its own. */
  defaultId: agentId,
  /** Agent id by phone number in E.164. */
  lines: z.record(z.string(), agentId),
  notices: z.array(notice).readonly(),
});

/** A published version, which never changes. */
export const PublishedAgentSchema = z.object({ version: agentVersion, at, profile: AgentProfileSchema });

/** One agent: its draft, and the published version that answers calls. */
export const AgentRecordSchema = z.object({
  id: agentId,
  /** `revision` counts saves, so that two consoles cannot overwrite each other. */
  draft: z.object({ profile: DraftSchema, revision: z.number().int().nonnegative(), at }),
  published: PublishedAgentSchema.nullable(),
});

/** One row of the list of versions. `isReadable`: its file is intact. */
export const AgentVersionSchema = z.object({
  version: agentVersion,
  at,
  name: z.string(),
  isReadable: z.boolean(),
});

export type AgentLibrary = z.infer<typeof AgentLibrarySchema>;
export type AgentSummary = AgentLibrary['agents'][number];
export type AgentRecord = z.infer<typeof AgentRecordSchema>;
export type AgentVersion = z.infer<typeof AgentVersionSchema>;
export type PublishedAgent = z.infer<typeof PublishedAgentSchema>;
export type LibraryNotice = z.infer<typeof notice>;
