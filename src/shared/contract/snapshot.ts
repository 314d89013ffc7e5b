import { z } from 'zod';
import type { Call } from '../call/call';
import { EMPTY_CONSOLE, type ConsoleState, type Line } from '../call/console';
import type { Turn } from '../call/transcript';

/** Approximate size of one part of a snapshot; characters. A long call travels in several parts, none of them large. */
export const PART_CHARS = 120_000;

/** Estimated size of a call or a turn beside its words; characters. */
const FRAME_CHARS = 300;

/** A call without its turns, and a run of its turns. */
interface CallPart {
  readonly call: Omit<Call, 'turns'>;
  readonly turns: readonly Turn[];
}

/** Part of a snapshot. The reader's state is complete, and may be shown, once the `last` part has arrived. */
export interface SnapshotPart {
  readonly first: boolean;
  readonly last: boolean;
  readonly desk: Omit<ConsoleState, 'calls' | 'lines'> & { readonly lines: readonly (readonly [string, Line])[] };
  readonly calls: readonly CallPart[];
}

/** Checks only the outline of a part, since the main process builds it from its own state. */
export const SnapshotPartSchema = z.custom<SnapshotPart>(
  (value) => typeof value === 'object' && value !== null && 'desk' in value && 'calls' in value,
);

/** Splits a state into parts of about `PART_CHARS`; a turn is never split. */
export function toSnapshot(state: ConsoleState): readonly SnapshotPart[] {
  const { calls, lines, ...rest } = state;
  const desk = { ...rest, lines: [...lines] };
  const parts: CallPart[][] = [[]];
  let chars = 0;
  for (const { turns, ...call } of calls.values()) {
    let run: Turn[] = [];
    parts.at(-1)?.push({ call, turns: run });
    chars += FRAME_CHARS;
    for (const turn of turns) {
      if (chars >= PART_CHARS) {
        run = [];
        parts.push([{ call, turns: run }]);
        chars = FRAME_CHARS;
      }
      run.push(turn);
      chars += FRAME_CHARS + wordsOf(turn);
    }
  }
  return parts.map((each, index) => ({ first: index === 0, last: index === parts.length - 1, desk, calls: each }));
}

function wordsOf(turn: Turn): number {
  if (turn.kind === 'note') return JSON.stringify(turn.event).length;
  if (turn.kind !== 'tool') return turn.text.length;
  return turn.arguments.length + (turn.outcome.state === 'answered' ? turn.outcome.output.length : 0);
}

/** Adds a part of a snapshot to the state so far. A `first` part starts over. */
export function withSnapshotPart(state: ConsoleState, part: SnapshotPart): ConsoleState {
  const calls = new Map(part.first ? EMPTY_CONSOLE.calls : state.calls);
  for (const { call, turns } of part.calls) {
    calls.set(call.id, { ...call, turns: [...(calls.get(call.id)?.turns ?? []), ...turns] });
  }
  return { ...part.desk, lines: new Map(part.desk.lines), calls };
}
