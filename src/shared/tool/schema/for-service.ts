import { isRecord } from '../../std/guards';
import type { JsonSchema } from '../parameters';
import { referencesOf, referred, withSchemasIn } from './references';

/** Keywords that a model service refuses at the top of a function's parameters, or that it cannot follow there. */
const NOT_AT_TOP = ['anyOf', 'oneOf', 'allOf', 'not', 'enum', 'const', 'if', 'then', 'else', '$ref', '$dynamicRef'];

/**
 * Parameters in the form in which every model service takes them: an object with properties at the top, lists with items, and no
 * words of old dialects. One refused function would refuse the whole session. Arguments are checked against the original.
 */
export function schemaForService(schema: JsonSchema): JsonSchema {
  const isPlain = NOT_AT_TOP.every((word) => !Object.hasOwn(schema, word));
  const mended = mend(isPlain ? schema : flattened(schema)) as JsonSchema;
  return { ...mended, type: 'object', properties: mended['properties'] ?? {} };
}

/** Puts the properties of all alternatives side by side. Those that every alternative requires stay required. */
function flattened(root: JsonSchema): JsonSchema {
  const met = new Set<unknown>();
  const properties = new Map<string, unknown[]>();
  const required = [...requiredBy(root)];
  function requiredBy(schema: unknown): ReadonlySet<string> {
    if (!isRecord(schema) || met.has(schema)) return new Set();
    met.add(schema);
    for (const [name, inside] of Object.entries(recordOf(schema['properties'])))
      properties.set(name, [...(properties.get(name) ?? []), inside]);
    const own = listOf(schema['required']).filter((name) => typeof name === 'string');
    const all = [...listOf(schema['allOf']), ...referencesOf(schema).map(([, to]) => referred(root, to))];
    const always = new Set([...own, ...all.flatMap((each) => [...requiredBy(each)])]);
    for (const word of ['anyOf', 'oneOf']) {
      const [first, ...others] = listOf(schema[word]).map(requiredBy);
      for (const name of first ?? []) if (others.every((each) => each.has(name))) always.add(name);
    }
    return always;
  }
  const rest = Object.entries(root).filter(([word]) => !NOT_AT_TOP.includes(word) && word !== 'additionalProperties');
  const joined = [...properties].map(([name, all]): [string, unknown] => [name, oneOf(all)]);
  return {
    ...Object.fromEntries(rest),
    properties: Object.fromEntries(joined),
    ...(required.length === 0 ? {} : { required }),
  };
}

function oneOf(schemas: readonly unknown[]): unknown {
  const different = [...new Map(schemas.map((each) => [JSON.stringify(each), each])).values()];
  return different.length === 1 ? different[0] : { anyOf: different };
}

/** Puts one schema, and those inside it, into the words of 2020-12. */
function mend(schema: unknown): unknown {
  if (!isRecord(schema)) return schema;
  const { $schema: _dialect, items, additionalItems, exclusiveMinimum, exclusiveMaximum, required, ...rest } = schema;
  const types = listOf(Array.isArray(schema['type']) ? schema['type'] : [schema['type']]);
  const names = [...listOf(required), ...requiredInside(schema)];
  const said: Record<string, unknown> = {
    ...rest,
    ...limit('minimum', 'exclusiveMinimum', schema['minimum'], exclusiveMinimum),
    ...limit('maximum', 'exclusiveMaximum', schema['maximum'], exclusiveMaximum),
    ...(names.length === 0 ? {} : { required: [...new Set(names)] }),
    ...(Array.isArray(items)
      ? {
          prefixItems: items,
          items: isRecord(additionalItems) ? additionalItems : {},
          ...(additionalItems === false ? { maxItems: items.length } : {}),
        }
      : types.includes('array') || items !== undefined
        ? {
            items: isRecord(items) ? items : {},
            ...(items === false ? { maxItems: listOf(schema['prefixItems']).length } : {}),
          }
        : {}),
    ...(types.includes('object') && schema['properties'] === undefined ? { properties: {} } : {}),
  };
  if (exclusiveMinimum === true) delete said['minimum'];
  if (exclusiveMaximum === true) delete said['maximum'];
  return withSchemasIn(said, mend);
}

/** Limit of a number. Up to draft-04, `exclusive…` says whether the other one is excluded itself. */
function limit(word: string, exclusiveWord: string, own: unknown, exclusive: unknown): Record<string, unknown> {
  if (typeof exclusive === 'number') return { [exclusiveWord]: exclusive };
  if (exclusive === true && typeof own === 'number') return { [exclusiveWord]: own };
  return own === undefined ? {} : { [word]: own };
}

/** Names of properties that say of themselves, as draft-03 has it, that they are required. */
function requiredInside(schema: JsonSchema): readonly string[] {
  return Object.entries(recordOf(schema['properties'])).flatMap(([name, inside]) =>
    isRecord(inside) && inside['required'] === true ? [name] : [],
  );
}

function listOf(set: unknown): readonly unknown[] {
  return Array.isArray(set) ? set : [];
}

function recordOf(set: unknown): JsonSchema {
  return isRecord(set) ? set : {};
}
