import { isRecord } from '../../std/guards';
import { unfinishedText, type JsonSchema } from '../parameters';
import { schemaSizeFault } from './schema-size';

/** Fault in a JSON Schema. `path`: the names that lead from its root to the fault. */
export interface SchemaFault {
  readonly path: readonly string[];
  readonly sentence: string;
}

/** Types of values that JSON Schema knows. */
export const SCHEMA_TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;

type Check = (value: unknown, path: readonly string[]) => SchemaFault | undefined;

const TYPES: ReadonlySet<unknown> = new Set(SCHEMA_TYPES);
const A_TYPE = `One of ${SCHEMA_TYPES.join(', ')}`;

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['type', (value, path) => (isType(value) ? undefined : { path, sentence: A_TYPE })],
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'].map(each(schemasByName)),
  ...['contains', 'additionalProperties', 'additionalItems', 'propertyNames', 'not', 'if', 'then', 'else'].map(
    each(schemaAt),
  ),
  ...['unevaluatedProperties', 'unevaluatedItems'].map(each(schemaAt)),
  ...['anyOf', 'oneOf', 'allOf', 'prefixItems'].map(each(schemaList)),
  // Up to draft-07, a list is one schema for each place of a tuple.
  ['items', (value, path) => (Array.isArray(value) ? schemaList(value, path) : schemaAt(value, path))],
  ['required', (value, path) => (typeof value === 'boolean' ? undefined : list(value, path))],
  ['enum', list],
  ...['minimum', 'maximum', 'multipleOf'].map(each(number)),
  // In draft-04, these say whether `minimum` and `maximum` themselves are excluded.
  ...['exclusiveMinimum', 'exclusiveMaximum'].map(
    each((value, path) => (typeof value === 'boolean' ? undefined : number(value, path))),
  ),
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'].map(
    each((value, path) => (isCount(value) ? undefined : { path, sentence: 'A whole number, 0 or more' })),
  ),
  ...['description', 'title', 'pattern', 'format', '$ref'].map(
    each((value, path) => (typeof value === 'string' ? undefined : { path, sentence: 'A text' })),
  ),
]);

/**
 * First fault for which a schema cannot be given to a model service, which would refuse the agent's whole session, or cannot
 * be checked, in any dialect from draft-04 to 2020-12. Undefined: there is none. Unknown keywords are let through, since they
 * may mean something to somebody.
 */
export function schemaFaultOf(schema: JsonSchema): SchemaFault | undefined {
  if (unfinishedText(schema) !== undefined) return { path: [], sentence: 'Not a JSON Schema yet' };
  const { type = 'object' } = schema;
  if (type !== 'object') return { path: ['type'], sentence: 'Arguments have names, so this is “object”' };
  const fault = schemaAt(schema, []);
  const size = fault === undefined ? schemaSizeFault(schema) : undefined;
  return size === undefined ? fault : { path: [], sentence: size };
}

/** Formats a fault as one sentence that names the place. */
export function schemaFaultLabel({ path, sentence }: SchemaFault): string {
  return path.length === 0 ? sentence : `${path.join(' › ')}: ${sentence}`;
}

function each(check: Check): (word: string) => [string, Check] {
  return (word) => [word, check];
}

function number(value: unknown, path: readonly string[]): SchemaFault | undefined {
  return typeof value === 'number' ? undefined : { path, sentence: 'A number' };
}

function schemaAt(value: unknown, path: readonly string[]): SchemaFault | undefined {
  if (typeof value === 'boolean') return undefined;
  if (!isRecord(value)) return { path, sentence: 'A schema, in { }' };
  for (const [word, inside] of Object.entries(value)) {
    const fault = checks.get(word)?.(inside, [...path, word]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function schemasByName(value: unknown, path: readonly string[]): SchemaFault | undefined {
  if (!isRecord(value)) return { path, sentence: 'Schemas by name, in { }' };
  for (const [name, inside] of Object.entries(value)) {
    const fault = schemaAt(inside, [...path, name]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function schemaList(value: unknown, path: readonly string[]): SchemaFault | undefined {
  if (!Array.isArray(value) || value.length === 0) return { path, sentence: 'A list of schemas, in [ ]' };
  for (const inside of value) {
    const fault = schemaAt(inside, path);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function list(value: unknown, path: readonly string[]): SchemaFault | undefined {
  const isNames = path.at(-1) === 'required';
  if (!Array.isArray(value))
    return { path, sentence: isNames ? 'A list of names, in [ ]' : 'A list of values, in [ ]' };
  if (!isNames) return value.length === 0 ? { path, sentence: 'At least one value' } : undefined;
  return value.every((name) => typeof name === 'string')
    ? undefined
    : { path, sentence: 'Names, each in quotation marks' };
}

function isType(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every((one) => TYPES.has(one)) : TYPES.has(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
