import { z } from 'zod';
import { OPENAI_OUTCOMES } from '../keys/key-check';
import { GO_LIVE_STEPS } from '../line/go-live-step';
import { LINE_PROBLEMS } from '../line/line-problem';
import { AGENT_FACTS } from './agent-facts';
import { detail, fact, id, ms, text } from './fact';
import { OPERATOR_FACTS } from './operator-facts';
import { TOOL_FACTS } from './tool-facts';

/** Why a call ended, in the caller's terms. Every vendor's reason is mapped to one of these. */
export const END_REASONS = [
  'caller-hung-up',
  'caller-never-arrived',
  'caller-lost',
  'agent-hung-up',
  'operator-ended',
  'model-unreachable',
  'model-refused',
  'model-lost',
  'model-silent',
  'longest-call-reached',
  'longest-silence-reached',
  'spend-limit-reached',
  'switchboard-stopped',
  'switchboard-crashed',
  'transferred',
  'callee-busy',
  'callee-did-not-answer',
  'callee-not-reachable',
  'operator-left',
] as const;

/** Why the model leg cannot serve the call. */
export const MODEL_FAILURES = ['unreachable', 'refused', 'lost', 'silent', 'expired', 'misconfigured'] as const;

const usage = z.object({
  textIn: z.number().int().nonnegative(),
  textCached: z.number().int().nonnegative(),
  textOut: z.number().int().nonnegative(),
  audioIn: z.number().int().nonnegative(),
  audioCached: z.number().int().nonnegative(),
  audioOut: z.number().int().nonnegative(),
});

const cut = z.object({ itemId: id, contentIndex: z.number().int().nonnegative(), heardMs: ms, sentMs: ms });

/** Facts of one call, in the past tense. Never a patch, never one per audio frame. */
export const CallEventSchema = z.discriminatedUnion('type', [
  fact('call.rang', {
    from: z.string().max(64),
    to: z.string().max(64),
    agent: z.object({ id, name: z.string().max(120), version: z.number().int().nonnegative() }),
    carrierCallId: id,
    practice: z.boolean(),
    /** Absent in records of before there were calls out: the caller rang us. */
    direction: z.enum(['in', 'out']).optional(),
  }),
  /** A call out: what the carrier says of the other end before it is answered, and who answered. */
  fact('call.progressed', { state: z.enum(['queued', 'ringing', 'answered', 'answered-by-machine']) }),
  fact('call.ended', {
    by: z.enum(['caller', 'agent', 'operator', 'switchboard']),
    reason: z.enum(END_REASONS),
    detail: detail.optional(),
  }),

  fact('caller.connected', {}),
  fact('caller.startedSpeaking', { itemId: id }),
  fact('caller.stoppedSpeaking', { itemId: id }),
  /** The model closed the caller's turn; `after` is the item before it in the conversation. */
  fact('caller.finishedTurn', { itemId: id, after: id.nullable() }),
  fact('caller.transcriptGrew', { itemId: id, delta: text }),
  fact('caller.transcribed', { itemId: id, text }),
  fact('caller.transcriptFailed', { itemId: id, detail }),
  fact('caller.pressedKey', { digit: z.string().regex(/^[0-9A-D*#]$/) }),

  fact('model.connecting', { model: z.string().max(120) }),
  fact('model.ready', { sessionId: id, connectMs: ms }),
  /** The model answered with an error the call survives. */
  fact('model.complained', { code: z.string().max(120), detail }),
  fact('model.failed', { failure: z.enum(MODEL_FAILURES), detail }),

  fact('agent.startedResponse', { responseId: id }),
  fact('agent.finishedResponse', {
    responseId: id,
    status: z.enum(['completed', 'cancelled', 'incomplete', 'failed']),
    detail: detail.optional(),
    usage: usage.optional(),
    costUsd: z.number().nonnegative().optional(),
  }),
  fact('agent.openedTurn', { responseId: id, itemId: id, after: id.nullable() }),
  fact('agent.transcriptGrew', { itemId: id, delta: text }),
  fact('agent.transcribed', { itemId: id, text }),
  /** The item began to come out of the caller's phone. `replyMs`: since the caller stopped speaking. */
  fact('agent.startedSpeaking', { itemId: id, replyMs: ms.optional() }),
  /** The model finished the item's audio; `audioMs` is all there is of it. */
  fact('agent.finishedAudio', { itemId: id, audioMs: ms }),
  /** The item was heard to its end. */
  fact('agent.wasHeard', { itemId: id, heardMs: ms }),
  fact('agent.interrupted', { by: z.enum(['caller', 'operator']), cuts: z.array(cut).max(64) }),

  ...AGENT_FACTS,

  ...TOOL_FACTS,
  ...OPERATOR_FACTS,

  /** A limit acted or a frame was not what the wire promises. Written once when it starts, not per frame. */
  fact('leg.faltered', {
    leg: z.enum(['caller', 'model', 'operator']),
    fault: z.enum(['gap-filled', 'queue-full', 'malformed-frame', 'unknown-frame', 'slow-reader']),
    detail,
  }),
]);

export type CallEvent = z.infer<typeof CallEventSchema>;
/** Who ended a call, and why. */
export type CallEnd = Omit<Extract<CallEvent, { type: 'call.ended' }>, 'type'>;

export type EndReason = (typeof END_REASONS)[number];
export type ModelFailure = (typeof MODEL_FAILURES)[number];
export type Usage = z.infer<typeof usage>;
export type Cut = z.infer<typeof cut>;

/** Facts of the desk around the calls: lines, tunnel, model service. */
export const DeskEventSchema = z.discriminatedUnion('type', [
  fact('line.changed', {
    number: z.string().max(64),
    state: z.enum(['off', 'going live', 'live', 'degraded']),
    agentName: z.string().max(120),
    /** Going live: the step under way. Otherwise: the step of going live that failed. */
    step: z.enum(GO_LIVE_STEPS).optional(),
    problem: z.enum(LINE_PROBLEMS).optional(),
    detail: detail.optional(),
  }),
  fact('line.removed', { number: z.string().max(64) }),
  fact('tunnel.changed', {
    kind: z.enum(['ngrok', 'own-url', 'this-machine']),
    state: z.enum(['off', 'connecting', 'ok', 'failing']),
    publicUrl: z.string().max(2048).optional(),
    detail: detail.optional(),
  }),
  /** A call through ngrok is over: what went through it this month (UTC), all calls of this machine together. */
  fact('tunnel.carried', {
    month: z.string().regex(/^\d{4,6}-\d\d$/),
    callMs: ms,
    calls: z.number().int().nonnegative(),
  }),
  /** The library of agents is another; whoever shows it reads it again. An assignment to null: lines without their own. */
  fact('agents.changed', {
    agentId: z.string().max(64).nullable(),
    name: z.string().max(120),
    change: z.enum(['created', 'drafted', 'published', 'removed', 'assigned']),
    version: z.number().int().positive().optional(),
    number: z.string().max(64).nullable().optional(),
  }),
  /** `check`: what asking the service about the key came to, without a call; absent: a call saw it, or nobody yet. */
  fact('modelService.changed', {
    model: z.string().max(120),
    state: z.enum(['unproven', 'ok', 'failing']),
    check: z.enum(OPENAI_OUTCOMES).optional(),
    detail: detail.optional(),
  }),
]);

export type DeskEvent = z.infer<typeof DeskEventSchema>;

/** No later than a Date can hold, so that a reader may always make one. */
const at = z.number().min(0).max(8.64e15);

/** An event as the journal numbered it. `seq` counts all events from 1 without gaps; `at` is epoch ms. */
export const RecordedSchema = z.union([
  z.object({ seq: z.number().int().positive(), at, callId: id, event: CallEventSchema }),
  z.object({ seq: z.number().int().positive(), at, callId: z.null(), event: DeskEventSchema }),
]);

export type Recorded = z.infer<typeof RecordedSchema>;
export type RecordedCallEvent = Extract<Recorded, { callId: string }>;
