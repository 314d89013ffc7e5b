import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AgentSchema } from '../agent/agent';
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
import { verdict } from './failures';

/** Phone number in E.164. */
const number = z.string().regex(/^\+[1-9]\d{5,14}$/);

/** Refusal of a change. `problems`: what is wrong with the draft or the imported file, and where. */
const refused = z.object({
  ok: z.literal(false),
  code: z.enum(AGENT_REFUSALS),
  problems: z.array(z.object({ where: z.string(), sentence: z.string() })).readonly(),
});

const outcome = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), refused]);
const record = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), agent: AgentRecordSchema }), refused]);

/** Console API for agents. Other consoles learn of changes from the feed, as `agents.changed`. */
export const agentContract = {
  list: oc.output(AgentLibrarySchema),
  /** Published version of the default agent, which answers lines without an agent of their own. */
  answering: oc.output(AgentSchema),
  get: oc.input(z.object({ id: agentId })).output(record),
  create: oc.input(z.object({ name: z.string().trim().min(1).max(120) })).output(record),
  /** Creates an agent with a copy of another's draft. */
  duplicate: oc.input(z.object({ id: agentId })).output(record),
  /** `revision`: the last one this console has seen. Refused as `changed-elsewhere` when another console has saved since. */
  saveDraft: oc
    .input(z.object({ id: agentId, profile: DraftSchema, revision: z.number().int().nonnegative() }))
    .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), revision: z.number().int() }), refused])),
  /** Publishes the draft of that revision as the next version. New calls are answered by it; running calls keep theirs. */
  publish: oc
    .input(z.object({ id: agentId, revision: z.number().int().nonnegative() }))
    .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), version: agentVersion }), refused])),
  /** All versions, the latest first. */
  versions: oc.input(z.object({ id: agentId })).output(z.array(AgentVersionSchema).readonly()),
  version: oc
    .input(z.object({ id: agentId, version: agentVersion }))
    .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), published: PublishedAgentSchema }), refused])),
  /** Copies a version into the draft; nothing is published by that. */
  restore: oc.input(z.object({ id: agentId, version: agentVersion, revision: z.number().int() })).output(record),
  /** Refused while lines use the agent, or while it is the default one. */
  remove: oc.input(z.object({ id: agentId })).output(outcome),
  /** Assigns an agent to a line; null removes the line's own one. A null number means all lines without an agent of their own. */
  assign: oc
    .input(z.union([z.object({ number, agentId: agentId.nullable() }), z.object({ number: z.null(), agentId })]))
    .output(outcome),
  /** Exports the draft as a file without secrets. `removed`: number of secrets found and left out. */
  export: oc
    .input(z.object({ id: agentId }))
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), fileName: z.string(), text: z.string(), removed: z.number().int() }),
        refused,
      ]),
    ),
  /** Creates an agent from a file, as a draft only, so that a person reads it before it answers anybody. */
  import: oc.input(z.object({ text: z.string() })).output(record),
  /** Applies a published version of the call's own agent to the running call, as far as it can change mid-call. */
  applyToCall: oc.input(z.object({ callId: z.string().min(1).max(128), version: agentVersion })).output(verdict),
};
