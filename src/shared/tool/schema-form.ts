import { assertNever } from '../std/assert-never';
import { isRecord } from '../std/guards';
import { WrittenNumber } from './exact-json';
import type { JsonSchema } from './parameters';

/** Field of a form for a JSON Schema. `json`: anything that no other kind can hold. */
export interface FormField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'whole number' | 'yes or no' | 'one of' | 'group' | 'json';
  readonly description: string;
  readonly isRequired: boolean;
  /** Only for `one of`. */
  readonly choices: readonly string[];
  /** Only for `group`. */
  readonly fields: readonly FormField[];
}

/** Values of a form by field name, groups within groups. */
export type FormValue = Readonly<Record<string, unknown>>;

const MAX_FIELDS = 64;
const MAX_DEPTH = 4;

/** Form fields of a schema; null if it asks for something other than fields, or for more than a form can hold. */
export function fieldsOf(schema: JsonSchema, depth = 0): readonly FormField[] | null {
  const { properties, required } = schema;
  if (!isRecord(properties)) return Object.hasOwn(schema, 'properties') || hasRules(schema) ? null : [];
  const names = Object.keys(properties);
  if (names.length > MAX_FIELDS) return null;
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return names.map((name) => fieldOf(name, properties[name], needed.includes(name), depth));
}

/** Initial values of a form: those required fields that have one obvious value. */
export function emptyValue(fields: readonly FormField[]): FormValue {
  const filled = fields.flatMap(({ name, kind, isRequired, choices, fields: inner }): [string, unknown][] => {
    if (!isRequired) return [];
    if (kind === 'group') return [[name, emptyValue(inner)]];
    if (kind === 'yes or no') return [[name, false]];
    return kind === 'one of' && choices.length === 1 ? [[name, choices[0]]] : [];
  });
  return Object.fromEntries(filled);
}

/** Names of required fields that are not filled in; a dot leads into a group. */
export function missingIn(fields: readonly FormField[], value: FormValue): readonly string[] {
  return fields.flatMap(({ name, kind, isRequired, fields: inner }) => {
    const filled = value[name];
    if (kind === 'group' && isRecord(filled)) return missingIn(inner, filled).map((each) => `${name}.${each}`);
    return isRequired && filled === undefined ? [name] : [];
  });
}

/** Keeps those values of a form that still fit the fields. */
export function keptOf(fields: readonly FormField[], value: FormValue): FormValue {
  const kept = fields.flatMap((field): [string, unknown][] => {
    const filled = value[field.name];
    if (filled === undefined) return [];
    if (field.kind === 'group') return isRecord(filled) ? [[field.name, keptOf(field.fields, filled)]] : [];
    return isOfKind(field, filled) ? [[field.name, filled]] : [];
  });
  return Object.fromEntries(kept);
}

function isOfKind({ kind, choices }: FormField, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'one of':
      return typeof value === 'string' && choices.includes(value);
    case 'number':
      return typeof value === 'number' || value instanceof WrittenNumber;
    case 'whole number':
      return Number.isInteger(value) || value instanceof WrittenNumber;
    case 'yes or no':
      return typeof value === 'boolean';
    case 'group':
    case 'json':
      return true;
    default:
      return assertNever(kind);
  }
}

function fieldOf(name: string, property: unknown, isRequired: boolean, depth: number): FormField {
  const base = { name, isRequired, description: '', choices: [], fields: [] };
  if (!isRecord(property)) return { ...base, kind: 'json' };
  const { type, enum: choices } = property;
  const description = typeof property['description'] === 'string' ? property['description'] : '';
  if (Array.isArray(choices) && choices.every((each) => typeof each === 'string'))
    return { ...base, kind: 'one of', description, choices };
  if (choices !== undefined) return { ...base, kind: 'json', description };
  const simple = { string: 'text', number: 'number', integer: 'whole number', boolean: 'yes or no' } as const;
  if (typeof type === 'string' && Object.hasOwn(simple, type))
    return { ...base, kind: simple[type as keyof typeof simple], description };
  const fields = type === 'object' && depth < MAX_DEPTH ? fieldsOf(property, depth + 1) : null;
  return fields === null || fields.length === 0
    ? { ...base, kind: 'json', description }
    : { ...base, kind: 'group', description, fields };
}

/** True for a schema without properties that still asks for something. */
function hasRules(schema: JsonSchema): boolean {
  return ['required', '$ref', 'oneOf', 'anyOf', 'allOf', 'patternProperties', 'minProperties'].some((word) =>
    Object.hasOwn(schema, word),
  );
}
