import { z } from 'zod';
import { AgentProfileSchema } from './agent';
import { DraftSchema } from './draft';

/** Why something was not done to an agent. Each has a paragraph in docs/failures.md. */
export const AGENT_REFUSALS = [
  'no-such-agent',
  'no-such-version',
  'changed-elsewhere',
  'cannot-publish',
  'never-published',
  'lines-use-it',
  'is-default',
  'too-many',
  'cannot-save',
  'not-an-agent-file',
] as const;

export type AgentRefusal = (typeof AGENT_REFUSALS)[number];

/** More than anybody keeps apart. */
export const MAX_AGENTS = 500;

export const agentId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const agentVersion = z.number().int().positive();
/** Epoch ms. */
const at = z.number().nonnegative();

/** What was found damaged when the library was opened. `kept`: the name of the file with what was there. */
const notice = z.object({
  agentId: agentId.nullable(),
  what: z.enum(['draft', 'version', 'assignments']),
  kept: z.string().max(300),
});

/** An agent as the list shows it. */
const summary = z.object({
  id: agentId,
  /** Of the draft. */
  name: z.string(),
  model: z.string(),
  voice: z.string(),
  published: z.object({ version: agentVersion, at, name: z.string() }).nullable(),
  /** The draft is not what was published last. */
  isDraftAhead: z.boolean(),
});

/** All agents there are, and who answers what. */
export const AgentLibrarySchema = z.object({
  agents: z.array(summary).readonly(),
  /** Answers every line without an agent of its own. */
  defaultId: agentId,
  /** E.164 to agent. */
  lines: z.record(z.string(), agentId),
  notices: z.array(notice).readonly(),
});

/** A published version, which never changes. */
export const PublishedAgentSchema = z.object({ version: agentVersion, at, profile: AgentProfileSchema });

/** One agent with what is being written and what answers. */
export const AgentRecordSchema = z.object({
  id: agentId,
  /** `revision` counts what was saved, so that two consoles do not overwrite each other. */
  draft: z.object({ profile: DraftSchema, revision: z.number().int().nonnegative(), at }),
  published: PublishedAgentSchema.nullable(),
});

/** A version in the list of versions; `isReadable`: its file is whole. */
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
