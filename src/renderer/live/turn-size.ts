import type { Turn } from '../../shared/call/transcript';

const LINE_PX = 19;
const AROUND_PX = 13;
const TOOL_PX = 44;
const CHARACTERS_PER_LINE = 72;

/** How high a turn will probably be, before it was ever measured; pixels. */
export function estimateTurnPx(turn: Turn | undefined): number {
  if (turn === undefined) return LINE_PX + AROUND_PX;
  if (turn.kind === 'tool') return TOOL_PX;
  return Math.max(1, Math.ceil(turn.text.length / CHARACTERS_PER_LINE)) * LINE_PX + AROUND_PX;
}
