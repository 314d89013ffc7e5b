import { isRecord } from '../std/guards';
import type { JsonSchema } from './parameters';

/** Types of a simple parameter, as the list of parameters offers them. */
export const PARAMETER_TYPES = ['text', 'number', 'whole number', 'yes or no', 'one of'] as const;

export type ParameterType = (typeof PARAMETER_TYPES)[number];

/** One simple parameter. `choices`: only for `one of`. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly description: string;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
}

const JSON_TYPES: Readonly<Record<ParameterType, string>> = {
  text: 'string',
  number: 'number',
  'whole number': 'integer',
  'yes or no': 'boolean',
  'one of': 'string',
};

/** Parameters of a schema that a plain list can express; null if the schema says more than that. */
export function parametersOf(schema: JsonSchema): readonly Parameter[] | null {
  const { type = 'object', properties = {}, required = [], additionalProperties = false, ...more } = schema;
  if (type !== 'object' || additionalProperties !== false || Object.keys(more).length > 0) return null;
  if (!isRecord(properties) || !isTexts(required)) return null;
  const parameters: Parameter[] = [];
  for (const [name, property] of Object.entries(properties)) {
    const parameter = parameterOf(name, property, required.includes(name));
    if (parameter === null) return null;
    parameters.push(parameter);
  }
  return required.every((name) => Object.hasOwn(properties, name)) ? parameters : null;
}

/** Schema for a list of parameters. Of two with the same name the later one counts. */
export function schemaOfParameters(parameters: readonly Parameter[]): JsonSchema {
  const named = parameters.filter(({ name }) => name !== '');
  const required = named.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(named.map((each) => [each.name, propertyOf(each)])),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
    additionalProperties: false,
  };
}

function propertyOf({ type, description, choices }: Parameter): JsonSchema {
  return {
    type: JSON_TYPES[type],
    ...(description === '' ? {} : { description }),
    ...(type === 'one of' ? { enum: [...choices] } : {}),
  };
}

function parameterOf(name: string, property: unknown, isRequired: boolean): Parameter | null {
  if (!isRecord(property)) return null;
  const { type, description = '', enum: choices, ...more } = property;
  if (Object.keys(more).length > 0 || typeof description !== 'string') return null;
  if (choices !== undefined)
    return type === 'string' && isTexts(choices) ? { name, type: 'one of', description, isRequired, choices } : null;
  const found = PARAMETER_TYPES.find((each) => each !== 'one of' && JSON_TYPES[each] === type);
  return found === undefined ? null : { name, type: found, description, isRequired, choices: [] };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
