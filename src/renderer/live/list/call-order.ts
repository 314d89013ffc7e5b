import type { Call } from '../../../shared/call/call';
import { toolsWaiting } from '../../../shared/call/attention';
import type { ToolTurn } from '../../../shared/call/transcript';

/** Requests for approval that the agent has made anew, as long as the newer one waits. */
export function staleRequests(call: Call): readonly ToolTurn[] {
  const wanted = new Set(toolsWaiting(call).map(({ name }) => name));
  return call.turns.filter(
    (turn): turn is ToolTurn =>
      turn.kind === 'tool' &&
      turn.outcome.state === 'failed' &&
      turn.outcome.failure === 'superseded' &&
      wanted.has(turn.name),
  );
}

/** Calls going on, those that need a person first and then by age; ended calls, the latest first. */
export interface CallOrder {
  readonly current: readonly Call[];
  readonly ended: readonly Call[];
  readonly needsYou: number;
}

/** Sorts the calls of a console into the order of its list. `needs`: whether a call needs a person. */
export function orderCalls(calls: Iterable<Call>, needs: (call: Call) => boolean): CallOrder {
  const needing: Call[] = [];
  const others: Call[] = [];
  const ended: Call[] = [];
  for (const call of calls) {
    if (call.phase.name === 'ended') ended.push(call);
    else if (needs(call)) needing.push(call);
    else others.push(call);
  }
  const byAge = (one: Call, other: Call): number => one.rangAt - other.rangAt || one.id.localeCompare(other.id);
  needing.sort(byAge);
  others.sort(byAge);
  ended.sort((one, other) => endedAt(other) - endedAt(one) || byAge(one, other));
  return { current: [...needing, ...others], ended, needsYou: needing.length };
}

/** When the call ended, epoch ms; 0 for one that goes on. */
export function endedAt(call: Call): number {
  return call.phase.name === 'ended' ? call.phase.at : 0;
}

/** How long the call has been going on, or lasted; ms. */
export function callAgeMs(call: Call, now: number): number {
  return Math.max(0, (call.phase.name === 'ended' ? call.phase.at : now) - call.rangAt);
}
