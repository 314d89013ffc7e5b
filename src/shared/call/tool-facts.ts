import { z } from 'zod';
import { detail, fact, id, MAX_ARGUMENTS_CHARS, ms } from './fact';

/** Why a tool call was settled with an error the model can read. */
export const TOOL_FAILURES = [
  'unknown-tool',
  'bad-arguments',
  'timed-out',
  'failed',
  'too-large',
  'refused',
  'superseded',
  'switched-off',
  'call-ended',
] as const;

export const TOOL_KINDS = ['operator', 'http', 'script', 'mcp', 'built-in'] as const;

/** Who answered: a person, what runs the tool, or what the tool says for when nobody answers. */
export const TOOL_ANSWERERS = ['operator', 'machine', 'policy'] as const;

const toolCallId = id;
const output = z.string().max(MAX_ARGUMENTS_CHARS);
const name = z.string().max(128);
/** SHA-256 of what is to run, 64 hex digits. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a person is offered who is to answer: replies to choose from, or the fields of a form as JSON Schema. */
const form = z.object({
  options: z.array(z.string().max(200)).max(8).readonly().optional(),
  answer: z.record(z.string(), z.unknown()).optional(),
});

/** What happens to the tool calls of a call. */
export const TOOL_FACTS = [
  fact('tool.called', {
    toolCallId,
    itemId: id,
    after: id.nullable(),
    name,
    arguments: z.string().max(MAX_ARGUMENTS_CHARS),
    kind: z.enum(TOOL_KINDS).nullable(),
    timeoutMs: ms,
    form: form.optional(),
  }),
  /** It runs only when a person approves what `digest` stands for. */
  fact('tool.askedApproval', { toolCallId, digest, waitMs: ms }),
  /** A person approved; it runs from now on. */
  fact('tool.approved', { toolCallId, digest, timeoutMs: ms }),
  /** The model was told that the answer is pending: it goes on talking, and gets the answer later. */
  fact('tool.deferred', { toolCallId }),
  fact('tool.answered', { toolCallId, by: z.enum(TOOL_ANSWERERS), output }),
  fact('tool.failed', { toolCallId, failure: z.enum(TOOL_FAILURES), detail }),
  /** The agent spoke of the outcome of a tool call that had none yet. */
  fact('tool.claimed', { toolCallId, itemId: id }),
  /** For the rest of this call, or until it is switched on again, the agent may not use the function. */
  fact('tool.switchedOff', { name }),
  fact('tool.switchedOn', { name }),
] as const;

export type ToolFact = z.infer<(typeof TOOL_FACTS)[number]>;
export type ToolFailure = (typeof TOOL_FAILURES)[number];
export type ToolKind = (typeof TOOL_KINDS)[number];
export type ToolAnswerer = (typeof TOOL_ANSWERERS)[number];
export type ToolForm = Readonly<z.infer<typeof form>>;
