import type { Turn } from '../../shared/call/transcript';
import { noteLabel } from './note-labels';

const LINE_PX = 19;
const AROUND_PX = 13;
const TOOL_PX = 44;
const CHARACTERS_PER_LINE = 72;

/**
 * Estimated heights of turns before they are first measured, px. A turn's estimate stays fixed, however its words grow.
 * The list keeps no measurement that matched its estimate, so a new estimate would misplace the rows behind it.
 */
export class TurnSizes {
  readonly #expected = new Map<string, number>();

  of(turn: Turn | undefined): number {
    if (turn === undefined) return LINE_PX + AROUND_PX;
    const known = this.#expected.get(turn.id);
    if (known !== undefined) return known;
    const expected = estimate(turn);
    this.#expected.set(turn.id, expected);
    return expected;
  }
}

function estimate(turn: Turn): number {
  if (turn.kind === 'tool') return TOOL_PX;
  const text = turn.kind === 'note' ? noteLabel(turn.event) : turn.text;
  return Math.max(1, Math.ceil(text.length / CHARACTERS_PER_LINE)) * LINE_PX + AROUND_PX;
}
