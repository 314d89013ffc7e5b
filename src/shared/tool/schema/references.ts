import { isRecord } from '../../std/guards';
import type { JsonSchema } from '../parameters';

const BY_NAME = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'dependencies'];
const LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems', 'items'];
const SINGLE = [
  ...['items', 'additionalItems', 'contains', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'],
  ...['unevaluatedProperties', 'unevaluatedItems'],
];
const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];

/** Lists the schemas directly inside one, each with the names that lead to it. */
export function* schemasIn(schema: JsonSchema): Generator<[path: readonly string[], inside: unknown]> {
  for (const [word, set] of Object.entries(schema)) {
    if (BY_NAME.includes(word) && isRecord(set))
      for (const [name, inside] of Object.entries(set)) yield [[word, name], inside];
    else if (LISTS.includes(word) && Array.isArray(set))
      for (const [index, inside] of set.entries()) yield [[word, String(index)], inside];
    else if (SINGLE.includes(word)) yield [[word], set];
  }
}

/** Copies a schema with `change` applied to each schema directly inside it. */
export function withSchemasIn(schema: JsonSchema, change: (inside: unknown) => unknown): Record<string, unknown> {
  const changed = Object.entries(schema).map(([word, set]): [string, unknown] => {
    if (BY_NAME.includes(word) && isRecord(set))
      return [word, Object.fromEntries(Object.entries(set).map(([name, inside]) => [name, change(inside)]))];
    if (LISTS.includes(word) && Array.isArray(set)) return [word, set.map(change)];
    return [word, SINGLE.includes(word) ? change(set) : set];
  });
  return Object.fromEntries(changed);
}

/** Lists the references of one schema to others, by keyword. */
export function referencesOf(schema: JsonSchema): readonly [word: string, reference: string][] {
  return REFERENCES.flatMap((word): [string, string][] => {
    const reference = Object.hasOwn(schema, word) ? schema[word] : undefined;
    return typeof reference === 'string' ? [[word, reference]] : [];
  });
}

/** Finds the schema that a reference of `root` leads to: `#`, `#/a/b` or `#anchor`. Undefined: there is none. */
export function referred(root: JsonSchema, reference: string): unknown {
  if (reference === '#') return root;
  if (reference.startsWith('#/')) return pointed(root, reference.slice(2));
  return reference.startsWith('#') ? anchors(root).get(reference.slice(1)) : undefined;
}

function pointed(root: unknown, pointer: string): unknown {
  let at = root;
  for (const token of pointer.split('/')) {
    const name = decoded(token).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

/** Named places of each schema, found once: a schema may name hundreds, and refer to each. */
const anchorsOf = new WeakMap<JsonSchema, ReadonlyMap<unknown, JsonSchema>>();

function anchors(root: JsonSchema): ReadonlyMap<unknown, JsonSchema> {
  const known = anchorsOf.get(root);
  if (known !== undefined) return known;
  const found = new Map<unknown, JsonSchema>();
  const waiting: unknown[] = [root];
  for (const schema of waiting) {
    if (!isRecord(schema)) continue;
    const { $anchor, $dynamicAnchor, $id } = schema;
    for (const name of [$anchor, $dynamicAnchor, typeof $id === 'string' && $id.startsWith('#') ? $id.slice(1) : null])
      if (typeof name === 'string' && !found.has(name)) found.set(name, schema);
    for (const [, inside] of schemasIn(schema)) waiting.push(inside);
  }
  anchorsOf.set(root, found);
  return found;
}
