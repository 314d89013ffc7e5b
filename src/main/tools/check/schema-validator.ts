import { isRecord } from '../../../shared/std/guards';
import type { JsonSchema } from '../../../shared/tool/parameters';
import { referred } from '../../../shared/tool/schema/references';
import type { Pattern } from './safe-patterns';
import {
  applied,
  CannotCheck,
  faultOf,
  first,
  fits,
  here,
  inside,
  listOf,
  MAX_CHECK_STEPS,
  namesOf,
  recordOf,
  said,
  spend,
  type Keyword,
  type Place,
  type Run,
  type Visit,
} from './schema-visit';

/** Outcome of a check. `steps`: the work it took. */
export interface Verdict {
  readonly fault: string | undefined;
  readonly steps: number;
}

/**
 * Checks a value against a JSON Schema of any dialect from draft-04 to 2020-12, formats left out. It interprets the schema and
 * compiles nothing, counts its steps, and gives up when too many are taken: a schema of a stranger cannot stall the process.
 */
export function validate(root: JsonSchema, value: unknown, pattern: (source: string) => Pattern): Verdict {
  const run: Run = { root, pattern, keywords: KEYWORDS, stepsLeft: MAX_CHECK_STEPS };
  try {
    const seen = JSON.stringify(root).includes('"unevaluated') ? new Set<Place>() : null;
    const fault = faultOf({ schema: root, value, at: '', run, seen, depth: 0 });
    return { fault, steps: MAX_CHECK_STEPS - run.stepsLeft };
  } catch (error) {
    if (!(error instanceof CannotCheck)) throw error;
    return { fault: error.message, steps: MAX_CHECK_STEPS - run.stepsLeft };
  }
}

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ...['$ref', '$dynamicRef', '$recursiveRef'].map((word): [string, Keyword] => [
    word,
    (set, visit) => here(referred(visit.run.root, String(set)), visit),
  ]),

  ['type', (set, visit) => typeFault(set, visit)],
  [
    'enum',
    (set, visit) =>
      listOf(set).some((one) => same(one, visit.value, visit.run))
        ? undefined
        : said(visit.at, 'must be equal to one of the allowed values'),
  ],
  [
    'const',
    (set, visit) => (same(set, visit.value, visit.run) ? undefined : said(visit.at, 'must be equal to constant')),
  ],

  ['minimum', (set, visit) => bound(visit, set, visit.schema['exclusiveMinimum'] === true ? '>' : '>=')],
  ['maximum', (set, visit) => bound(visit, set, visit.schema['exclusiveMaximum'] === true ? '<' : '<=')],
  ['exclusiveMinimum', (set, visit) => bound(visit, set, '>')],
  ['exclusiveMaximum', (set, visit) => bound(visit, set, '<')],
  [
    'multipleOf',
    (set, visit) =>
      typeof visit.value !== 'number' || typeof set !== 'number' || isMultiple(visit.value, set)
        ? undefined
        : said(visit.at, `must be multiple of ${String(set)}`),
  ],

  ['minLength', (set, visit) => sizeFault(visit, set, 'fewer', 'characters')],
  ['maxLength', (set, visit) => sizeFault(visit, set, 'more', 'characters')],
  ['minItems', (set, visit) => sizeFault(visit, set, 'fewer', 'items')],
  ['maxItems', (set, visit) => sizeFault(visit, set, 'more', 'items')],
  ['minProperties', (set, visit) => sizeFault(visit, set, 'fewer', 'properties')],
  ['maxProperties', (set, visit) => sizeFault(visit, set, 'more', 'properties')],
  [
    'pattern',
    (set, visit) =>
      typeof visit.value !== 'string' || visit.run.pattern(String(set)).test(visit.value)
        ? undefined
        : said(visit.at, `must match pattern "${String(set)}"`),
  ],

  ['required', (set, visit) => missing(visit, listOf(set))],
  [
    'properties',
    (set, visit) =>
      eachOf(recordOf(set), visit, ([name, schema], own) =>
        Object.hasOwn(own, name) ? inside(schema, name, own[name], visit) : undefined,
      ),
  ],
  [
    'patternProperties',
    (set, visit) =>
      eachOf(recordOf(set), visit, ([source, schema], own) =>
        namesOf(own, visit).reduce<string | undefined>(
          (fault, name) =>
            fault ?? (visit.run.pattern(source).test(name) ? inside(schema, name, own[name], visit) : undefined),
          undefined,
        ),
      ),
  ],
  ['additionalProperties', (set, visit) => additional(set, visit)],
  [
    'propertyNames',
    (set, visit) =>
      isRecord(visit.value)
        ? first(namesOf(visit.value, visit), (name) => applied(set, name, visit.at, visit.run, null, visit.depth))
        : undefined,
  ],
  [
    'dependentRequired',
    (set, visit) =>
      eachOf(recordOf(set), visit, ([name, names], own) =>
        Object.hasOwn(own, name) ? missing(visit, listOf(names)) : undefined,
      ),
  ],
  [
    'dependentSchemas',
    (set, visit) =>
      eachOf(recordOf(set), visit, ([name, schema], own) =>
        Object.hasOwn(own, name) ? here(schema, visit) : undefined,
      ),
  ],
  [
    'dependencies',
    (set, visit) =>
      eachOf(recordOf(set), visit, ([name, need], own) =>
        !Object.hasOwn(own, name) ? undefined : Array.isArray(need) ? missing(visit, need) : here(need, visit),
      ),
  ],

  ['prefixItems', (set, visit) => tuple(listOf(set), visit)],
  [
    'items',
    (set, visit) =>
      Array.isArray(set) ? tuple(set, visit) : rest(set, visit, listOf(visit.schema['prefixItems']).length),
  ],
  [
    'additionalItems',
    (set, visit) => (Array.isArray(visit.schema['items']) ? rest(set, visit, visit.schema['items'].length) : undefined),
  ],
  ['contains', (set, visit) => contains(set, visit)],
  [
    'uniqueItems',
    (set, visit) => (set === true && hasTwice(visit) ? said(visit.at, 'must not have the same item twice') : undefined),
  ],

  ['allOf', (set, visit) => first(listOf(set), (schema) => here(schema, visit))],
  ['anyOf', (set, visit) => anyOf(listOf(set), visit)],
  [
    'oneOf',
    (set, visit) =>
      listOf(set).filter((schema) => here(schema, visit) === undefined).length === 1
        ? undefined
        : said(visit.at, 'must match exactly one schema in oneOf'),
  ],
  [
    'not',
    (set, visit) => (fits(set, visit.value, visit) ? said(visit.at, 'must not be what “not” describes') : undefined),
  ],
  [
    'if',
    (set, visit) => {
      const branch = visit.schema[here(set, visit) === undefined ? 'then' : 'else'];
      return branch === undefined ? undefined : here(branch, visit);
    },
  ],
]);

/** Keywords that say something about a schema, or that are read with another one. */
const OTHER_WORDS: ReadonlySet<string> = new Set([
  ...['title', 'description', 'default', 'examples', 'example', 'deprecated', 'readOnly', 'writeOnly', '$comment'],
  ...['$schema', '$id', 'id', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$vocabulary', '$defs', 'definitions'],
  ...['unevaluatedProperties', 'unevaluatedItems'],
  ...['then', 'else', 'minContains', 'maxContains', 'nullable', 'format', 'discriminator'],
  ...['contentEncoding', 'contentMediaType', 'contentSchema'],
]);

/** True for a word that JSON Schema or OpenAPI knows. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word) || OTHER_WORDS.has(word);
}

/** First fault of what a keyword says by name, if the value is an object. */
function eachOf(
  set: JsonSchema,
  visit: Visit,
  faultIn: (entry: [string, unknown], own: JsonSchema) => string | undefined,
): string | undefined {
  const { value, run } = visit;
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(set);
  spend(run, entries.length);
  return first(entries, (entry) => faultIn(entry, value));
}

function typeFault(set: unknown, visit: Visit): string | undefined {
  const { value, schema } = visit;
  const types = Array.isArray(set) ? set : [set];
  const own = typeOf(value);
  if (types.some((type) => type === own || (type === 'number' && own === 'integer'))) return undefined;
  if (value === null && schema['nullable'] === true) return undefined;
  return said(visit.at, `must be ${types.map(String).join(',')}`);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function bound(visit: Visit, limit: unknown, sign: '>' | '>=' | '<' | '<='): string | undefined {
  const { value } = visit;
  if (typeof value !== 'number' || typeof limit !== 'number') return undefined;
  const isWithin = { '>': value > limit, '>=': value >= limit, '<': value < limit, '<=': value <= limit }[sign];
  return isWithin ? undefined : said(visit.at, `must be ${sign} ${String(limit)}`);
}

/** Tells whether a number is a multiple, as people count: 0.3 is one of 0.1. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  return Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times));
}

function sizeFault(
  visit: Visit,
  limit: unknown,
  how: 'fewer' | 'more',
  what: 'characters' | 'items' | 'properties',
): string | undefined {
  const size = sizeOf(visit, what);
  if (size === undefined || typeof limit !== 'number' || (how === 'fewer' ? size >= limit : size <= limit))
    return undefined;
  return said(visit.at, `must NOT have ${how} than ${String(limit)} ${what}`);
}

function sizeOf({ value, run }: Visit, what: 'characters' | 'items' | 'properties'): number | undefined {
  if (what === 'items') return Array.isArray(value) ? value.length : undefined;
  if (what === 'properties') {
    if (!isRecord(value)) return undefined;
    const { length: count } = Object.keys(value);
    spend(run, count);
    return count;
  }
  if (typeof value !== 'string') return undefined;
  spend(run, value.length / 8);
  let count = 0;
  for (const _character of value) count += 1;
  return count;
}

function missing(visit: Visit, names: readonly unknown[]): string | undefined {
  const { value, run } = visit;
  if (!isRecord(value)) return undefined;
  spend(run, names.length);
  const name = names.find((each): each is string => typeof each === 'string' && !Object.hasOwn(value, each));
  return name === undefined ? undefined : said(visit.at, `must have required property '${name}'`);
}

function additional(set: unknown, visit: Visit): string | undefined {
  const { value, schema, run } = visit;
  if (!isRecord(value)) return undefined;
  const named = recordOf(schema['properties']);
  const sources = Object.keys(recordOf(schema['patternProperties']));
  return first(namesOf(value, visit), (name) => {
    spend(run, sources.length);
    if (Object.hasOwn(named, name) || sources.some((source) => run.pattern(source).test(name))) return undefined;
    return set === false
      ? said(visit.at, `must NOT have additional properties: ${name}`)
      : inside(set, name, value[name], visit);
  });
}

function tuple(schemas: readonly unknown[], visit: Visit): string | undefined {
  const { value } = visit;
  if (!Array.isArray(value)) return undefined;
  return first([...schemas.slice(0, value.length).entries()], ([index, schema]) =>
    inside(schema, index, value[index], visit),
  );
}

/** First fault of the items behind the first `from`. */
function rest(schema: unknown, visit: Visit, from: number): string | undefined {
  const { value, run } = visit;
  if (!Array.isArray(value)) return undefined;
  for (let index = from; index < value.length; index++) {
    spend(run, 1);
    const fault = inside(schema, index, value[index], visit);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function contains(schema: unknown, visit: Visit): string | undefined {
  const { value, schema: around, seen, run } = visit;
  if (!Array.isArray(value)) return undefined;
  const { minContains: least = 1, maxContains: most = Infinity } = around;
  spend(run, value.length);
  const found = [...value.keys()].filter((index) => fits(schema, value[index], visit));
  for (const index of found) seen?.add(index);
  return found.length >= Number(least) && found.length <= Number(most)
    ? undefined
    : said(visit.at, 'does not contain as many valid items as it must');
}

function anyOf(schemas: readonly unknown[], visit: Visit): string | undefined {
  const faults: string[] = [];
  let fits = false;
  for (const schema of schemas) {
    const fault = here(schema, visit);
    if (fault === undefined) fits = true;
    else if (faults.length < 2) faults.push(fault);
  }
  return fits ? undefined : [...faults, said(visit.at, 'must match a schema in anyOf')].join('; ').slice(0, 420);
}

function hasTwice({ value, run }: Visit): boolean {
  if (!Array.isArray(value)) return false;
  const texts = new Set<string>();
  for (const item of value) {
    const text = JSON.stringify(item);
    spend(run, 1 + text.length / 8);
    texts.add(text);
  }
  return texts.size < value.length;
}

function same(one: unknown, other: unknown, run: Run): boolean {
  spend(run, 1);
  if (Array.isArray(one))
    return (
      Array.isArray(other) && one.length === other.length && one.every((each, index) => same(each, other[index], run))
    );
  if (!isRecord(one)) return one === other;
  if (!isRecord(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name], run))
  );
}
