import { z } from 'zod';
import { withTurns, type Call, type Reducers } from '../call';
import { detail, fact, id, MAX_ARGUMENTS_CHARS, ms } from '../fact';
import { insertTurn, updateTurn, type ToolTurn } from '../transcript';

/** Reasons for which a tool call was settled with an error; the model can read it. */
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

/** Sources of an answer: a person, the machine that runs the tool, or the tool's policy for when nobody answers. */
export const TOOL_ANSWERERS = ['operator', 'machine', 'policy'] as const;

const toolCallId = id;
const output = z.string().max(MAX_ARGUMENTS_CHARS);
const name = z.string().max(128);
/** SHA-256 of what is to run, 64 hex digits. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Form for the person who is to answer: replies to choose from, or fields as JSON Schema. */
const form = z.object({
  options: z.array(z.string().max(200)).max(8).readonly().optional(),
  answer: z.record(z.string(), z.unknown()).optional(),
});

/** Schemas of tool calls: asked, approved, answered, and which functions are switched off. */
export const TOOL_EVENTS = [
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

export type ToolEvent = z.infer<(typeof TOOL_EVENTS)[number]>;
export type ToolFailure = (typeof TOOL_FAILURES)[number];
export type ToolKind = (typeof TOOL_KINDS)[number];
export type ToolAnswerer = (typeof TOOL_ANSWERERS)[number];
export type ToolForm = Readonly<z.infer<typeof form>>;

/** Reducers of tool events. */
export const toolReducers: Reducers<ToolEvent> = {
  'tool.called': (call, event, at) => {
    const { itemId: id, after, kind: toolKind, toolCallId, name, arguments: args, timeoutMs, form = null } = event;
    const turn: ToolTurn = {
      kind: 'tool',
      id,
      at,
      toolCallId,
      name,
      arguments: args,
      toolKind,
      timeoutMs,
      form,
      approval: null,
      isDeferred: false,
      outcome: { state: 'pending' },
    };
    return withTurns(call, insertTurn(call.turns, turn, after));
  },
  'tool.askedApproval': (call, { toolCallId, digest, waitMs }, at) =>
    pending(call, toolCallId, (turn) =>
      turn.approval === null ? { ...turn, approval: { state: 'asked', digest, since: at, waitMs } } : turn,
    ),
  'tool.approved': (call, { toolCallId, digest, timeoutMs }, at) =>
    pending(call, toolCallId, (turn) =>
      turn.approval?.state === 'asked' ? { ...turn, timeoutMs, approval: { state: 'given', digest, since: at } } : turn,
    ),
  'tool.deferred': (call, { toolCallId }) =>
    pending(call, toolCallId, (turn) => (turn.isDeferred ? turn : { ...turn, isDeferred: true })),
  'tool.answered': (call, { toolCallId, by, output }, at) =>
    settled(call, toolCallId, at, (tookMs) => ({ state: 'answered', by, output, tookMs })),
  'tool.failed': (call, { toolCallId, failure, detail }, at) =>
    settled(call, toolCallId, at, (tookMs) => ({ state: 'failed', failure, detail, tookMs })),
  'tool.claimed': (call, { toolCallId, itemId }) => {
    const tool = call.turns.find((turn): turn is ToolTurn => turn.kind === 'tool' && turn.toolCallId === toolCallId);
    if (tool === undefined) return 'ignored';
    const claim = { toolCallId: tool.toolCallId, name: tool.name };
    return withTurns(
      call,
      updateTurn(call.turns, 'agent', itemId, (turn) => (turn.claim === null ? { ...turn, claim } : turn)),
    );
  },
  'tool.switchedOff': (call, { name }) =>
    call.switchedOff.includes(name) ? 'ignored' : { ...call, switchedOff: [...call.switchedOff, name] },
  'tool.switchedOn': (call, { name }) =>
    call.switchedOff.includes(name)
      ? { ...call, switchedOff: call.switchedOff.filter((each) => each !== name) }
      : 'ignored',
};

function settled(
  call: Call,
  toolCallId: string,
  at: number,
  outcome: (tookMs: number) => ToolTurn['outcome'],
): Call | 'ignored' {
  return pending(call, toolCallId, (turn) => ({
    ...turn,
    outcome: outcome(Math.max(0, at - (turn.approval?.state === 'given' ? turn.approval.since : turn.at))),
  }));
}

function pending(call: Call, toolCallId: string, change: (turn: ToolTurn) => ToolTurn): Call | 'ignored' {
  let { turns } = call;
  for (const turn of call.turns) {
    if (turn.kind !== 'tool' || turn.toolCallId !== toolCallId) continue;
    turns = updateTurn(turns, 'tool', turn.id, (tool) => (tool.outcome.state === 'pending' ? change(tool) : tool));
  }
  return withTurns(call, turns);
}
