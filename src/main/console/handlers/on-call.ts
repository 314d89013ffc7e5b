import type { Verdict } from '../../../shared/contract/failures';
import type { CommandRefusal, Journal } from '../../ports/ports';
import type { Calls, LiveCall } from '../../ports/ports-operator';
import type { ConsoleProjection } from '../feed/console-projection';

/** Acts on a call by id; returns the verdict: done, or the code of the refusal. */
export type OnCall = (callId: string, act: (call: LiveCall) => CommandRefusal | undefined) => Verdict;

export function createOnCall(calls: Pick<Calls, 'find'>): OnCall {
  return (callId, act) => {
    const call = calls.find(callId);
    return verdict(typeof call === 'string' ? call : act(call));
  };
}

/** Dismisses what an ended call left to do; a call that is dismissed already stays so. */
export function createDismissal(
  journal: Pick<Journal, 'record'>,
  projection: Pick<ConsoleProjection, 'state'>,
): (callId: string) => CommandRefusal | undefined {
  return (callId) => {
    const call = projection.state().calls.get(callId);
    if (call === undefined) return 'no-such-call';
    if (call.phase.name !== 'ended') return 'not-possible-now';
    if (!call.isDismissed) journal.record(callId, { type: 'call.dismissed' });
    return undefined;
  };
}

/** Converts a refusal to a verdict; undefined means done. */
export function verdict(refusal: CommandRefusal | undefined): Verdict {
  return refusal === undefined ? { ok: true } : { ok: false, code: refusal };
}
