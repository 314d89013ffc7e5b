import { isRecord } from '../std/guards';
import type { JsonSchema } from './parameters';

/** What a parameter of the usual kind may be. */
export const PARAMETER_TYPES = ['text', 'number', 'whole number', 'yes or no', 'one of'] as const;

export type ParameterType = (typeof PARAMETER_TYPES)[number];

/** One parameter of the usual kind. `choices`: of `one of`. */
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

/** The parameters of a schema, where a plain list says all of it; null: it says more than that. */
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

/** The schema of a list of parameters. Of two with one name the later counts. */
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
