import { isRecord } from '../../../shared/std/guards';
import type { JsonSchema } from '../../../shared/tool/parameters';
import type { Pattern } from './safe-patterns';

/** Most steps of one check: some 25 ms of work at worst, as one step took 20 ns to 500 ns. */
export const MAX_CHECK_STEPS = 50_000;
/** Deepest nesting of a schema's parts in one check, references written out. */
const MAX_PARTS_DEEP = 400;

/** Work of one check, and what it needs. */
export interface Run {
  readonly root: JsonSchema;
  readonly pattern: (source: string) => Pattern;
  readonly keywords: ReadonlyMap<string, Keyword>;
  stepsLeft: number;
}

/** Thrown inside a check that takes too much work, or whose schema is none. */
export class CannotCheck extends Error {}

/** Name of a property, or place of an item. */
export type Place = string | number;

/** One schema applied to one value. */
export interface Visit {
  readonly schema: JsonSchema;
  readonly value: unknown;
  /** Place of the value in the arguments; empty: the arguments themselves. */
  readonly at: string;
  readonly run: Run;
  /** Places of the value that a schema has looked at. Null: neither `unevaluatedProperties` nor `unevaluatedItems` asks. */
  readonly seen: Set<Place> | null;
  readonly depth: number;
}

/** Meaning of a keyword: the fault of a value, or undefined. `set`: what the schema says under it. */
export type Keyword = (set: unknown, visit: Visit) => string | undefined;

/** Counts steps. @throws CannotCheck when none are left */
export function spend(run: Run, steps: number): void {
  run.stepsLeft -= steps;
  if (run.stepsLeft < 0)
    throw new CannotCheck('The arguments take too much work to check against this tool’s parameters');
}

/** First fault of a value against a schema. @throws CannotCheck */
export function faultOf(visit: Visit): string | undefined {
  const { schema, run, depth } = visit;
  if (depth > MAX_PARTS_DEEP) throw new CannotCheck('The parameters of this tool refer to one another without an end');
  for (const word in schema) {
    spend(run, 1);
    const fault = run.keywords.get(word)?.(schema[word], visit);
    if (fault !== undefined) return fault;
  }
  return visit.seen === null ? undefined : (unevaluated('Properties', visit) ?? unevaluated('Items', visit));
}

/** Applies a schema to the same value. What it looked at counts if the value fits. */
export function here(schema: unknown, { value, at, run, seen, depth }: Visit): string | undefined {
  if (seen === null) return applied(schema, value, at, run, null, depth);
  const own = new Set<Place>();
  const fault = applied(schema, value, at, run, own, depth);
  if (fault === undefined) for (const place of own) seen.add(place);
  return fault;
}

/** Applies a schema to a property or an item. */
export function inside(
  schema: unknown,
  place: Place,
  value: unknown,
  { at, run, seen, depth }: Visit,
): string | undefined {
  if (seen !== null) {
    spend(run, 2);
    seen.add(place);
  }
  const where = at === '' ? String(place) : `${at}.${String(place)}`;
  return applied(schema, value, where, run, seen === null ? null : new Set(), depth);
}

/** Applies a schema to the same value without a trace, as a question. */
export function fits(schema: unknown, value: unknown, { at, run, seen, depth }: Visit): boolean {
  return applied(schema, value, at, run, seen === null ? null : new Set(), depth) === undefined;
}

/** First fault of a value against what may be a schema. @throws CannotCheck */
export function applied(
  schema: unknown,
  value: unknown,
  at: string,
  run: Run,
  seen: Set<Place> | null,
  depth: number,
): string | undefined {
  spend(run, 1);
  if (schema === true) return undefined;
  if (schema === false) return said(at, 'is not allowed');
  if (!isRecord(schema)) throw new CannotCheck('The parameters of this tool are no valid JSON Schema');
  return faultOf({ schema, value, at, run, seen, depth: depth + 1 });
}

/** Says what is wrong with the value at a place. */
export function said(at: string, words: string): string {
  return `${at === '' ? 'The arguments' : at.slice(0, 100)} ${words.slice(0, 140)}`;
}

function unevaluated(what: 'Properties' | 'Items', visit: Visit): string | undefined {
  const { value, seen, schema, run } = visit;
  const word = `unevaluated${what}`;
  if (seen === null || !Object.hasOwn(schema, word)) return undefined;
  const set = schema[word];
  if (what === 'Properties')
    return first(isRecord(value) ? namesOf(value, visit) : [], (name) =>
      seen.has(name) ? undefined : inside(set, name, recordOf(value)[name], visit),
    );
  const items = listOf(value);
  spend(run, items.length);
  return first([...items.keys()], (index) => (seen.has(index) ? undefined : inside(set, index, items[index], visit)));
}

/** The list that a keyword holds; empty where it is none. */
export function listOf(set: unknown): readonly unknown[] {
  return Array.isArray(set) ? set : [];
}

/** The record that a keyword holds; empty where it is none. */
export function recordOf(set: unknown): JsonSchema {
  return isRecord(set) ? set : {};
}

/** Names of an object's properties; each costs a step. */
export function namesOf(own: JsonSchema, { run }: Visit): readonly string[] {
  const names = Object.keys(own);
  spend(run, names.length);
  return names;
}

/** First fault among several. */
export function first<T>(all: readonly T[], faultIn: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const fault = faultIn(one);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
