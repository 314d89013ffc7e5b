import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import type { JsonSchema } from '../../../shared/tool/parameters';
import { SafePatterns, type Pattern } from './safe-pattern';
import { parseArguments } from './call-arguments';
import { ToolError } from '../tool-error';

/** Explains to the model why arguments do not fit a schema; undefined when they do. */
export type CheckArguments = (schema: JsonSchema, argumentsJson: string) => string | undefined;

/** Deepest nesting of arguments, because a check recurses as deep as they do. */
const MAX_DEPTH = 64;
const MAX_FAULTS_TOLD = 3;

/** Creates a check that compiles each schema once. No schema and no arguments can make it slow or send it anywhere. */
export function createArgumentCheck(): CheckArguments {
  // Servers write schemas with keywords of their own; unknown ones are not checked.
  const patterns = new SafePatterns();
  const ajv = createAjv((source) => patterns.compile(source), false);
  const compiled = new WeakMap<JsonSchema, ValidateFunction | null>();

  function validatorOf(schema: JsonSchema): ValidateFunction | null {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const validator = compile(ajv, schema);
    compiled.set(schema, validator);
    return validator;
  }

  // The first schema takes tens of milliseconds, which are better spent now than during a call.
  compile(ajv, { type: 'object' });

  return (schema, argumentsJson) => {
    let args: unknown;
    try {
      args = parseArguments(argumentsJson);
    } catch (error) {
      return error instanceof ToolError ? error.message : 'The arguments are not understood';
    }
    if (isDeeper(args, MAX_DEPTH)) return 'The arguments are nested too deep';
    patterns.refill();
    const validate = validatorOf(schema);
    if (validate === null) return 'The parameters of this tool are no valid JSON Schema';
    return validate(args) ? undefined : inWords(validate.errors ?? []);
  };
}

/** Explains to its author why a JSON Schema cannot be used for arguments; undefined when it can. */
export function schemaFault(schema: JsonSchema): string | undefined {
  try {
    createAjv(enforced(new SafePatterns()), true).compile(local(schema));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 300) : 'No valid JSON Schema';
  }
}

/** Compiles patterns, and throws on one that would not be enforced. */
function enforced(patterns: SafePatterns): (source: string) => Pattern {
  return (source) => {
    const pattern = patterns.compile(source);
    if (pattern.fault !== undefined) throw new Error(`The pattern "${source}" is not enforced: ${pattern.fault}`);
    return pattern;
  };
}

function createAjv(regExp: (source: string) => Pattern, strict: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    strict,
    strictRequired: false,
    allowUnionTypes: true,
    validateFormats: false,
    addUsedSchema: false,
    inlineRefs: false,
    logger: false,
    code: { regExp: Object.assign(regExp, { code: 'safePattern' }) },
  });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must not have the same item twice' },
    validate: (isOn: boolean, items: readonly unknown[]) =>
      !isOn || new Set(items.map((item) => JSON.stringify(item))).size === items.length,
  });
  return ajv;
}

function compile(ajv: Ajv2020, schema: JsonSchema): ValidateFunction | null {
  try {
    return ajv.compile(local(schema));
  } catch {
    return null;
  }
}

/** Removes a schema's name and dialect, so that those of two tools cannot collide. */
function local({ $schema: _dialect, $id: _name, ...schema }: JsonSchema): Record<string, unknown> {
  return { type: 'object', ...schema };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

function inWords(errors: readonly ErrorObject[]): string {
  const faults = errors.slice(0, MAX_FAULTS_TOLD).map(({ instancePath, message, params }) => {
    const place = instancePath === '' ? 'The arguments' : instancePath.slice(1).replaceAll('/', '.');
    const extra = 'additionalProperty' in params ? `: ${String(params['additionalProperty'])}` : '';
    return `${place} ${message ?? 'do not fit'}${extra}`.slice(0, 140);
  });
  return faults.join('; ');
}
