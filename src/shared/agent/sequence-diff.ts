/** One step of an edit script between two sequences. */
export interface DiffStep<T> {
  readonly kind: 'same' | 'removed' | 'added';
  readonly item: T;
}

/** Most changes that are told apart. Nobody reads a difference beyond 400: everything is shown as replaced. */
const MAX_CHANGES = 400;

/**
 * Computes a shortest edit script between two sequences (Myers). Its `same` and `removed` items are `from` in order; its `same`
 * and `added` items are `to`.
 */
export function diffSequences<T>(from: readonly T[], to: readonly T[]): readonly DiffStep<T>[] {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const middle = middleSteps(from.slice(start, from.length - end), to.slice(start, to.length - end));
  return [...same(from.slice(0, start)), ...middle, ...same(from.slice(from.length - end))];
}

function same<T>(items: readonly T[]): readonly DiffStep<T>[] {
  return items.map((item) => ({ kind: 'same', item }));
}

function replaced<T>(from: readonly T[], to: readonly T[]): readonly DiffStep<T>[] {
  return [
    ...from.map((item) => ({ kind: 'removed', item }) as const),
    ...to.map((item) => ({ kind: 'added', item }) as const),
  ];
}

/** Furthest place reached in `from` on each diagonal (place in `from` minus place in `to`), after a given number of changes. */
type Reached = ReadonlyMap<number, number>;

function middleSteps<T>(from: readonly T[], to: readonly T[]): readonly DiffStep<T>[] {
  if (from.length === 0 || to.length === 0) return replaced(from, to);
  const trail: Reached[] = [];
  let reached: Reached = new Map([[1, 0]]);
  for (let changes = 0; changes <= Math.min(MAX_CHANGES, from.length + to.length); changes += 1) {
    trail.push(reached);
    const next = new Map(reached);
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const down = comesDown(reached, diagonal, changes);
      let x = down ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? 0) + 1;
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= from.length && x - diagonal >= to.length) return backtrack(from, to, trail);
    }
    reached = next;
  }
  return replaced(from, to);
}

function comesDown(reached: Reached, diagonal: number, changes: number): boolean {
  if (diagonal === -changes) return true;
  return diagonal !== changes && (reached.get(diagonal - 1) ?? 0) < (reached.get(diagonal + 1) ?? 0);
}

function backtrack<T>(from: readonly T[], to: readonly T[], trail: readonly Reached[]): readonly DiffStep<T>[] {
  const steps: DiffStep<T>[] = [];
  let x = from.length;
  let y = to.length;
  for (let changes = trail.length - 1; changes >= 0; changes -= 1) {
    const reached = trail[changes] ?? new Map<number, number>();
    const diagonal = x - y;
    const before = comesDown(reached, diagonal, changes) ? diagonal + 1 : diagonal - 1;
    const beforeX = changes === 0 ? 0 : (reached.get(before) ?? 0);
    const beforeY = changes === 0 ? 0 : beforeX - before;
    for (; x > beforeX && y > beforeY; x -= 1, y -= 1) steps.push({ kind: 'same', item: from[x - 1] as T });
    if (changes === 0) break;
    if (x > beforeX) steps.push({ kind: 'removed', item: from[x - 1] as T });
    else steps.push({ kind: 'added', item: to[y - 1] as T });
    x = beforeX;
    y = beforeY;
  }
  return steps.reverse();
}
