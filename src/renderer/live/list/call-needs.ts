import { useMemo } from 'react';
import { needsOf } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import { orderCalls, type CallOrder } from './call-order';
import { needLabel } from './need-labels';
import { useTimed } from '../../ui/time/use-timed';

/** Returns the console's calls in list order. A call moves when it starts or stops needing a person. */
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

/** Returns why this call needs a person, updated as time passes; empty when it needs nobody. */
export function useNeed(call: Call): string {
  return useTimed((now) => needLabel(call, now) ?? '');
}
