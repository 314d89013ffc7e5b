import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AgentSchema } from '../agent/agent';
import { MAX_AGENT_FILE_CHARS } from '../agent/agent-file';
import {
  AGENT_REFUSALS,
  agentId,
  AgentLibrarySchema,
  AgentRecordSchema,
  agentVersion,
  AgentVersionSchema,
  PublishedAgentSchema,
} from '../agent/agent-library';
import { DraftSchema } from '../agent/draft';
import { verdict } from './verdict';

/** E.164. */
const number = z.string().regex(/^\+[1-9]\d{5,14}$/);

/** Why not; `problems` say what is wrong with what was to be published or imported, and where. */
const refused = z.object({
  ok: z.literal(false),
  code: z.enum(AGENT_REFUSALS),
  problems: z.array(z.object({ where: z.string(), sentence: z.string() })).readonly(),
});

const outcome = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), refused]);
const record = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), agent: AgentRecordSchema }), refused]);

/** The part of the console API that is about agents. Other consoles learn of changes by the feed, as `agents.changed`. */
export const agentContract = {
  list: oc.output(AgentLibrarySchema),
  /** Who answers lines without an agent of their own, as published. */
  answering: oc.output(AgentSchema),
  get: oc.input(z.object({ id: agentId })).output(record),
  create: oc.input(z.object({ name: z.string().trim().min(1).max(120) })).output(record),
  /** A new agent with the draft of another. */
  duplicate: oc.input(z.object({ id: agentId })).output(record),
  /** `revision`: what this console has seen last; refused as `changed-elsewhere` when another console was faster. */
  saveDraft: oc
    .input(z.object({ id: agentId, profile: DraftSchema, revision: z.number().int().nonnegative() }))
    .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), revision: z.number().int() }), refused])),
  /** The draft of that revision becomes the next version. New calls are answered by it, running ones keep theirs. */
  publish: oc
    .input(z.object({ id: agentId, revision: z.number().int().nonnegative() }))
    .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), version: agentVersion }), refused])),
  /** The latest first. */
  versions: oc.input(z.object({ id: agentId })).output(z.array(AgentVersionSchema).readonly()),
  version: oc
    .input(z.object({ id: agentId, version: agentVersion }))
    .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), published: PublishedAgentSchema }), refused])),
  /** A version becomes the draft; nothing is published by that. */
  restore: oc.input(z.object({ id: agentId, version: agentVersion, revision: z.number().int() })).output(record),
  /** Refused while lines use it, or it answers all the others. */
  remove: oc.input(z.object({ id: agentId })).output(outcome),
  /** A null number: all lines without an agent of their own. A null agent: the line has none of its own any more. */
  assign: oc
    .input(z.union([z.object({ number, agentId: agentId.nullable() }), z.object({ number: z.null(), agentId })]))
    .output(outcome),
  /** The draft as a file, without a secret in it; `removed`: how many were found and left out. */
  export: oc
    .input(z.object({ id: agentId }))
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), fileName: z.string(), text: z.string(), removed: z.number().int() }),
        refused,
      ]),
    ),
  /** A new agent from a file; its draft only, so that a person reads it before it answers anybody. */
  import: oc.input(z.object({ text: z.string().max(MAX_AGENT_FILE_CHARS + 1) })).output(record),
  /** Gives a running call what may change of a published version of its own agent. */
  applyToCall: oc.input(z.object({ callId: z.string().min(1).max(128), version: agentVersion })).output(verdict),
};
