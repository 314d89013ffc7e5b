import { z } from 'zod';

/** Longest JSON Schema of arguments, written as JSON; characters. */
export const MAX_PARAMETERS_CHARS = 16_384;
const MAX_DEPTH = 24;

/** A JSON Schema, as the model sees it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schema that a tool may have: small, shallow, and without references to anything outside itself. */
export const JsonSchemaSchema = z.record(z.string(), z.unknown()).superRefine((schema, context) => {
  const fault = schemaFault(schema);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

function schemaFault(schema: unknown): string | undefined {
  if (deeperThan(schema, MAX_DEPTH)) return `Nested deeper than ${String(MAX_DEPTH)} levels`;
  if (JSON.stringify(schema).length > MAX_PARAMETERS_CHARS)
    return `Longer than ${String(MAX_PARAMETERS_CHARS)} characters`;
  return refersElsewhere(schema) ? 'A “$ref” may only point inside the schema itself, as “#/…”' : undefined;
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => deeperThan(each, levels - 1));
}

function refersElsewhere(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, each]) =>
    key === '$ref' || key === '$dynamicRef' ? typeof each === 'string' && !each.startsWith('#') : refersElsewhere(each),
  );
}

/** Schema of a function without parameters. */
export const NO_PARAMETERS: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

/** Key under which a draft keeps a text that is not a JSON Schema yet, so that a crash while it is typed loses nothing. */
const UNFINISHED = '$unfinished';

/** Wraps a text that is not a JSON Schema yet, as a draft keeps it; undefined if it is too long to be kept. */
export function unfinishedSchema(text: string): Record<string, unknown> | undefined {
  const read = JsonSchemaSchema.safeParse({ [UNFINISHED]: text });
  return read.success ? read.data : undefined;
}

/** Text wrapped by `unfinishedSchema`; undefined for a real schema. */
export function unfinishedText(schema: JsonSchema): string | undefined {
  const text = schema[UNFINISHED];
  return typeof text === 'string' ? text : undefined;
}
