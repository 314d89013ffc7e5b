import { useCallback, useEffect, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../../shared/call/call';
import { callAddress, callIdOf, isOfCalls } from '../../routes/call-route';
import type { CallOrder } from './call-order';

/** The call that is looked at, kept in the address so that a reloaded window shows it again. */
export interface Selection {
  readonly call: Call | null;
  readonly select: (callId: string) => void;
  /** Of a call that the feed may not have told of yet: shown as soon as it has, unless another is chosen before. */
  readonly selectWhenThere: (callId: string) => void;
}

/**
 * Follows the address. It never changes by itself while its call is known, so that an order that changes does not swap
 * the call under the operator's hands; without one the first call of the list is taken.
 */
export function useSelection(calls: ReadonlyMap<string, Call>, order: CallOrder): Selection {
  const [path, navigate] = useHashLocation();
  // The address changes before the screen does: an event in between must not take whoever goes to another screen back.
  const isHere = isOfCalls(path);
  const wanted = callIdOf(path);
  const [awaited, setAwaited] = useState({ callId: '', path: '' });
  const call =
    (awaited.path === path ? calls.get(awaited.callId) : undefined) ??
    calls.get(wanted) ??
    order.current[0] ??
    order.ended[0] ??
    null;
  const select = useCallback((callId: string) => navigate(callAddress(callId), { replace: true }), [navigate]);
  useEffect(() => {
    if (isHere && call !== null && call.id !== wanted) select(call.id);
  }, [isHere, call, wanted, select]);
  const selectWhenThere = (callId: string): void => setAwaited({ callId, path });
  return { call, select, selectWhenThere };
}

/** The neighbour of a call in the list, by `step` places; null at the ends. */
export function neighbour({ current, ended }: CallOrder, from: Call | null, step: 1 | -1): Call | null {
  const list = [...current, ...ended];
  const at = list.findIndex((call) => call.id === from?.id);
  return list[at + step] ?? null;
}

/** The next call after this one, round the list, that needs a person; null when none does. */
export function nextInNeed({ current, needsYou }: CallOrder, from: Call | null): Call | null {
  const inNeed = new Set(current.slice(0, needsYou));
  const at = current.findIndex((call) => call.id === from?.id);
  const round = [...current.slice(at + 1), ...current.slice(0, at + 1)];
  return round.find((call) => inNeed.has(call)) ?? null;
}
