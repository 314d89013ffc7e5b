import { diffArrays } from 'diff';

/** One step from one sequence to the other. */
export interface DiffStep<T> {
  readonly kind: 'same' | 'removed' | 'added';
  readonly item: T;
}

/** Insertions and deletions searched for. Nobody reads more; past it the differing part counts as replaced. */
const MAX_CHANGES = 400;

/**
 * Finds a shortest edit script from one sequence to the other. The `same` and `removed` steps spell `from` in order; the
 * `same` and `added` steps spell `to`.
 */
export function diffSequences<T>(from: readonly T[], to: readonly T[]): readonly DiffStep<T>[] {
  // Without its common ends, a long text with one rewritten part keeps them when the search gives up.
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const before = from.slice(start, from.length - end);
  const after = to.slice(start, to.length - end);
  const edits = diffArrays(before, after, { maxEditLength: MAX_CHANGES });
  const middle = edits?.flatMap(({ added, removed, value }) =>
    steps(added ? 'added' : removed ? 'removed' : 'same', value),
  );
  return [
    ...steps('same', from.slice(0, start)),
    ...(middle ?? [...steps('removed', before), ...steps('added', after)]),
    ...steps('same', from.slice(from.length - end)),
  ];
}

function steps<T>(kind: DiffStep<T>['kind'], items: readonly T[]): readonly DiffStep<T>[] {
  return items.map((item) => ({ kind, item }));
}
