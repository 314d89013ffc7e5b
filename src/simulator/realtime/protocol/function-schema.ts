import { complaint, type Complaint } from './complaint';
import type { SessionUpdate } from './session-config';

type Schema = Readonly<Record<string, unknown>>;

/** Keywords that may not stand at the top of a function's parameters. */
const NOT_AT_TOP = ['anyOf', 'oneOf', 'allOf', 'not', 'enum', 'const', 'if', 'then', 'else', '$ref', '$dynamicRef'];
/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const ONE = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames', 'if', 'then', 'else'];
const LIST = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const BY_NAME = ['properties', 'patternProperties', '$defs', 'definitions'];

/** Refuses tools, and with them all that came along, when the parameters of one function are of a form that no model takes. */
export function toolsRefusal(tools: SessionUpdate['tools'], within: 'session' | 'response'): Complaint | undefined {
  for (const [index, tool] of (tools ?? []).entries()) {
    if (tool.type !== 'function' || tool.parameters === undefined) continue;
    const fault = faultAtTop(tool.parameters) ?? faultIn(tool.parameters, []);
    if (fault === undefined) continue;
    const message = `Invalid schema for function '${tool.name}': ${fault}`;
    return complaint('invalid_function_parameters', message, `${within}.tools[${String(index)}].parameters`);
  }
  return undefined;
}

function faultAtTop(schema: Schema): string | undefined {
  const { type } = schema;
  if (type !== 'object')
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${typeof type === 'string' ? type : 'None'}"'.`;
  const word = NOT_AT_TOP.find((each) => Object.hasOwn(schema, each));
  return word === undefined
    ? undefined
    : `schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level (found '${word}').`;
}

function faultIn(schema: unknown, at: readonly string[]): string | undefined {
  if (!isSchema(schema)) return undefined;
  const context = `In context=(${at.map((each) => `'${each}'`).join(', ')}), `;
  const types = [schema['type']].flat();
  if (types.includes('object') && !isSchema(schema['properties'])) return `${context}object schema missing properties.`;
  if (types.includes('array') && schema['items'] === undefined) return `${context}array schema missing items.`;
  if (Array.isArray(schema['items'])) return `${context}items is not of type 'object', 'boolean'.`;
  const limit = ['exclusiveMinimum', 'exclusiveMaximum'].find((word) => typeof schema[word] === 'boolean');
  if (limit !== undefined) return `${context}${limit} is not of type 'number'.`;
  if (typeof schema['required'] === 'boolean') return `${context}required is not of type 'array'.`;
  for (const [path, inside] of schemasIn(schema)) {
    const fault = faultIn(inside, [...at, ...path]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function schemasIn(schema: Schema): readonly (readonly [path: readonly string[], inside: unknown])[] {
  return [
    ...ONE.map((word) => [[word], schema[word]] as const),
    ...LIST.flatMap((word) => {
      const list: unknown = schema[word];
      return Array.isArray(list) ? list.map((each: unknown, index) => [[word, String(index)], each] as const) : [];
    }),
    ...BY_NAME.flatMap((word) => {
      const named = schema[word];
      return isSchema(named) ? Object.entries(named).map(([name, each]) => [[word, name], each] as const) : [];
    }),
  ];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
