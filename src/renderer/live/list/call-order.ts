import type { Call } from '../../../shared/call/call';
import { toolsWaiting } from '../../../shared/call/attention';
import type { ToolTurn } from '../../../shared/call/transcript';

/** Superseded requests for approval, shown while the agent's newer request still waits. */
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

/**
 * Order of the call list. Current calls: those that need a person first, then by age, oldest first. Ended calls: latest
 * first.
 */
export interface CallOrder {
  readonly current: readonly Call[];
  readonly ended: readonly Call[];
  readonly needsYou: number;
}

/** Sorts the console's calls into list order. `needs` returns true for a call that needs a person. */
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

/** Time the call ended, epoch ms; 0 while it is going on. */
export function endedAt(call: Call): number {
  return call.phase.name === 'ended' ? call.phase.at : 0;
}

/** Age of a current call, or duration of an ended one, ms. */
export function callAgeMs(call: Call, now: number): number {
  return Math.max(0, (call.phase.name === 'ended' ? call.phase.at : now) - call.rangAt);
}
