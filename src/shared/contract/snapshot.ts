import { z } from 'zod';
import type { Call } from '../call/call';
import { EMPTY_CONSOLE, type ConsoleState, type Line } from '../call/console';
import type { Turn } from '../call/transcript';

/** Turns in one part of a snapshot: a long call travels in several, none of them large. */
export const TURNS_PER_PART = 400;

/** A call without its turns, and a run of its turns. */
interface CallPart {
  readonly call: Omit<Call, 'turns'>;
  readonly turns: readonly Turn[];
}

/** A piece of a snapshot. The reader's state is complete, and may be shown, when `last` arrived. */
export interface SnapshotPart {
  readonly first: boolean;
  readonly last: boolean;
  readonly desk: Omit<ConsoleState, 'calls' | 'lines'> & { readonly lines: readonly (readonly [string, Line])[] };
  readonly calls: readonly CallPart[];
}

/** Built by the main process from its own state, so only its outline is checked again on the way out. */
export const SnapshotPartSchema = z.custom<SnapshotPart>(
  (value) => typeof value === 'object' && value !== null && 'desk' in value && 'calls' in value,
);

/** Splits a state into parts of at most `TURNS_PER_PART` turns. */
export function toSnapshot(state: ConsoleState): readonly SnapshotPart[] {
  const { calls, lines, ...rest } = state;
  const desk = { ...rest, lines: [...lines] };
  const batches: CallPart[][] = [[]];
  let room = TURNS_PER_PART;
  for (const { turns, ...call } of calls.values()) {
    let start = 0;
    do {
      const run = turns.slice(start, start + room);
      batches.at(-1)?.push({ call, turns: run });
      start += run.length;
      room -= run.length;
      if (room <= 0) {
        batches.push([]);
        room = TURNS_PER_PART;
      }
    } while (start < turns.length);
  }
  return batches.map((each, index) => ({ first: index === 0, last: index === batches.length - 1, desk, calls: each }));
}

/** The state so far with one more part of a snapshot in it. A `first` part begins anew. */
export function withSnapshotPart(state: ConsoleState, part: SnapshotPart): ConsoleState {
  const calls = new Map(part.first ? EMPTY_CONSOLE.calls : state.calls);
  for (const { call, turns } of part.calls) {
    calls.set(call.id, { ...call, turns: [...(calls.get(call.id)?.turns ?? []), ...turns] });
  }
  return { ...part.desk, lines: new Map(part.desk.lines), calls };
}
