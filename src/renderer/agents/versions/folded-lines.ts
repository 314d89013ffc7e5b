import type { DiffLine } from '../../../shared/agent/agent-diff';

/** Lines around a change that stay in sight. */
const CONTEXT_LINES = 2;

/** Lines of a difference, with long runs that are the same on both sides folded into a count. */
export function foldSame(lines: readonly DiffLine[]): readonly (DiffLine | { readonly folded: number })[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some(({ kind }) => kind !== 'same'),
  );
  const shown: (DiffLine | { folded: number })[] = [];
  lines.forEach((line, index) => {
    const last = shown.at(-1);
    if (isNear[index] === true) shown.push(line);
    else if (last !== undefined && 'folded' in last) last.folded += 1;
    else shown.push({ folded: 1 });
  });
  return shown;
}
