import type { Verdict } from '../../../shared/contract/failures';
import type { CommandRefusal } from '../../ports/ports';
import type { Calls, LiveCall } from '../../ports/ports-operator';

/** Acts on a call by id; returns the verdict: done, or the code of the refusal. */
export type OnCall = (callId: string, act: (call: LiveCall) => CommandRefusal | undefined) => Verdict;

export function createOnCall(calls: Pick<Calls, 'find'>): OnCall {
  return (callId, act) => {
    const call = calls.find(callId);
    return verdict(typeof call === 'string' ? call : act(call));
  };
}

/** Converts a refusal to a verdict; undefined means done. */
export function verdict(refusal: CommandRefusal | undefined): Verdict {
  return refusal === undefined ? { ok: true } : { ok: false, code: refusal };
}
