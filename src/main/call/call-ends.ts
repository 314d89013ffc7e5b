import type { CallLimit } from '../../shared/agent/agent-limits';
import type { CallEnd, EndReason, ModelFailure } from '../../shared/call/events/call';
import type { HangupReason } from './agent/last-words';

/** Release of the caller's phone: hung up, hung up after a spoken apology, or already gone. */
export type Release = 'hang-up' | 'apology' | 'gone';

const REASON_OF_MODEL_FAILURE: Record<ModelFailure, EndReason> = {
  unreachable: 'model-unreachable',
  refused: 'model-refused',
  misconfigured: 'model-refused',
  lost: 'model-lost',
  expired: 'model-lost',
  silent: 'model-silent',
};

const REASON_OF_LIMIT: Record<CallLimit, EndReason> = {
  'longest-call': 'longest-call-reached',
  'longest-silence': 'longest-silence-reached',
  spend: 'spend-limit-reached',
};

const END_OF_HANGUP: Record<Exclude<HangupReason, 'limit' | 'transfer'>, CallEnd> = {
  agent: { by: 'agent', reason: 'agent-hung-up' },
  operator: { by: 'operator', reason: 'operator-ended' },
};

/** End of a call that its model can no longer serve. */
export function endOfModelFailure(failure: ModelFailure, detail: string): CallEnd {
  return { by: 'switchboard', reason: REASON_OF_MODEL_FAILURE[failure], detail };
}

/** End of a call whose last words were heard. `limit`: the limit it reached, used when `reason` is `limit`. */
export function endOfHangup(reason: Exclude<HangupReason, 'transfer'>, limit: CallLimit): CallEnd {
  return reason === 'limit' ? { by: 'switchboard', reason: REASON_OF_LIMIT[limit] } : END_OF_HANGUP[reason];
}
