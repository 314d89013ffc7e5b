import { z } from 'zod';
import { OPENAI_OUTCOMES } from '../keys/key-check';
import { GO_LIVE_STEPS } from '../line/go-live-step';
import { LINE_PROBLEMS } from '../line/line-problem';
import { SIGNING_FAULTS } from '../line/signing-fault';
import type { Call, Reducers } from './call';
import { AGENT_EVENTS, agentReducers } from './events/agent';
import { LIFECYCLE_EVENTS, lifecycleReducers, rang } from './events/call';
import { CALLER_EVENTS, callerReducers } from './events/caller';
import { OPERATOR_EVENTS, operatorReducers } from './events/operator';
import { TOOL_EVENTS, toolReducers } from './events/tool';
import { detail, fact, id, ms } from './fact';

/** Schema of the events of one call, in the past tense. Never a patch, never one per audio frame. */
export const CallEventSchema = z.discriminatedUnion('type', [
  ...LIFECYCLE_EVENTS,
  ...CALLER_EVENTS,
  ...AGENT_EVENTS,
  ...TOOL_EVENTS,
  ...OPERATOR_EVENTS,
]);

export type CallEvent = z.infer<typeof CallEventSchema>;

type EventOf<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/** Events that leave a note in the transcript, as the note carries them. A failed transfer says as well where it went to. */
export type NotedEvent =
  | EventOf<'model.warned' | 'model.failed' | 'leg.degraded' | 'limit.reached'>
  | EventOf<
      'caller.pressedKey' | 'caller.pressedSecretKey' | 'caller.wasIdle' | 'caller.streamFailed' | 'caller.cameBack'
    >
  | EventOf<'agent.wasChanged' | 'agent.changeRefused'>
  | EventOf<'operator.handedBack' | 'operator.pressedKeys' | 'transfer.began'>
  | (EventOf<'transfer.failed'> & { readonly to: string })
  | (EventOf<'floor.changed'> & { readonly why: 'operator-lost' });

/** Schema of the events around the calls: lines, tunnel, agents, model service. */
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
    /** Share of the service's rate limit that is used, told in tens from 80 on; absent: less. */
    usedPercent: z.number().int().min(80).max(100).optional(),
    detail: detail.optional(),
  }),
  /** Fault of the shared key with which the account signs its requests; absent: none is known any more. */
  fact('signing.changed', { fault: z.enum(SIGNING_FAULTS).optional() }),
  /** State of the journal itself. `lost` and `refused` count the events of this run. */
  fact('journal.changed', {
    state: z.enum(['ok', 'behind']),
    /** Code of SQLite or the system for what keeps events from the disk. */
    code: z.string().max(64).optional(),
    /** Events that are kept nowhere. */
    lost: z.number().int().nonnegative(),
    /** Events that the journal could not take, and a file beside it has. */
    refused: z.number().int().nonnegative(),
    /** New name of a journal that was found damaged; it is in the data folder. */
    setAside: z.string().max(255).optional(),
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

/** Reducers of every event of a call. */
const REDUCERS: Reducers<CallEvent> = {
  ...lifecycleReducers,
  ...callerReducers,
  ...agentReducers,
  ...toolReducers,
  ...operatorReducers,
};

/** Events that apply to a call that is over. */
const AFTER_THE_END: ReadonlySet<CallEvent['type']> = new Set(['call.dismissed', 'caller.streamFailed']);

/** An event of a call, and when it happened. Its number in the journal means nothing to the fold. */
interface DatedEvent {
  readonly seq?: number;
  /** Epoch ms. */
  readonly at: number;
  readonly callId: string;
  readonly event: CallEvent;
}

/**
 * Folds one event into its call. Total and pure: an event that cannot apply leaves the call as it is and is counted.
 * Undefined stands for a call that has not rung; only `call.rang` makes one.
 */
export function reduceCall(call: Call, dated: DatedEvent): Call;
export function reduceCall(call: Call | undefined, dated: DatedEvent): Call | undefined;
export function reduceCall(call: Call | undefined, { callId, event, at }: DatedEvent): Call | undefined {
  if (call === undefined) return event.type === 'call.rang' ? rang(callId, event, at) : undefined;
  const isTooLate = call.phase.name === 'ended' && !AFTER_THE_END.has(event.type);
  const next = isTooLate ? 'ignored' : apply(call, event.type, event, at);
  return next === 'ignored' ? { ...call, ignored: call.ignored + 1 } : next;
}

function apply<T extends CallEvent['type']>(
  call: Call,
  type: T,
  event: Extract<CallEvent, { readonly type: T }>,
  at: number,
): Call | 'ignored' {
  return REDUCERS[type](call, event, at);
}
