import { useMemo } from 'react';
import { needsOf } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import { orderCalls, type CallOrder } from './call-order';
import { needLabel } from './need-labels';
import { useTimed } from '../../ui/time/use-timed';

/** The calls of the console in the order of their list; a call moves when it comes to need a person, or does no longer. */
export function useCallOrder(calls: ReadonlyMap<string, Call>): CallOrder {
  const needing = useTimed((now) =>
    [...calls.values()]
      .filter((call) => needsOf(call, now).length > 0)
      .map((call) => call.id)
      .join('\n'),
  );
  return useMemo(() => {
    const ids = new Set(needing.split('\n'));
    return orderCalls(calls.values(), (call) => ids.has(call.id));
  }, [calls, needing]);
}

/** Why this call needs a person, in words that follow the time; empty when it does not. */
export function useNeed(call: Call): string {
  return useTimed((now) => needLabel(call, now) ?? '');
}
