import { rang, lifecycleReducers } from './events/call';
import { agentReducers } from './events/agent';
import { callerReducers } from './events/caller';
import { limitReducers } from './events/limit';
import { operatorReducers } from './events/operator';
import { toolReducers } from './events/tool';
import type { Call, Reducers } from './call';
import type { CallEvent } from './events';

/** Reducers of every event of a call. */
const REDUCERS: Reducers<CallEvent> = {
  ...lifecycleReducers,
  ...callerReducers,
  ...agentReducers,
  ...toolReducers,
  ...operatorReducers,
  ...limitReducers,
};

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
  const next = call.phase.name === 'ended' ? 'ignored' : apply(call, event.type, event, at);
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
