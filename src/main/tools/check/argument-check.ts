import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { RE2JS } from 're2js';
import type { JsonSchema } from '../../../shared/tool/parameters';
import { schemaSizeFault } from '../../../shared/tool/schema-size';
import { ToolError } from '../tool-error';
import { parseArguments } from './call-arguments';

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
    try {
      return validate(args) ? undefined : inWords(validate.errors ?? []);
    } catch {
      return 'The arguments could not be checked';
    }
  };
}

/** Explains to its author why a JSON Schema cannot be used for arguments; undefined when it can. */
export function schemaFault(schema: JsonSchema): string | undefined {
  try {
    const size = schemaSizeFault(schema);
    if (size !== undefined) return size;
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
    if (schemaSizeFault(schema) !== undefined) return null;
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

const MAX_PATTERN_CHARS = 256;
/** Step budget of one check in RE2 programs: about half a second at worst (60 ns to 250 ns a step were measured). */
const MAX_STEPS = 2_000_000;
/** Cost of compiling one instruction, in steps: `\p{L}{0,1000}` took 30 µs an instruction. */
const STEPS_TO_COMPILE = 500;

/** Characters that `\s` and `\S` match in JavaScript. RE2's own classes cover ASCII only, without U+000B. */
const SPACES = String.raw`\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const OTHERS =
  String.raw`\x00-\x08\x0e-\x1f\x21-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}` +
  String.raw`\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;

/** A schema's pattern in the form a validator wants. One that cannot be enforced matches every text, and `fault` says why. */
interface Pattern {
  readonly fault: string | undefined;
  test(text: string): boolean;
  /** Identifies the pattern to the validator. */
  toString(): string;
}

/** Compiles schema patterns to RE2 programs, which run in linear time, and limits the work of one check. */
export class SafePatterns {
  #steps = MAX_STEPS;

  /** Restores the step budget for the next check. */
  refill(): void {
    this.#steps = MAX_STEPS;
  }

  /** Compiles a pattern. A text for which no budget is left does not match. */
  compile(source: string): Pattern {
    try {
      const program = this.#program(source);
      const test = (text: string): boolean => {
        this.#steps -= text.length * program.programSize();
        return this.#steps >= 0 && program.test(text);
      };
      return { fault: undefined, test, toString: () => source };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : '', test: () => true, toString: () => source };
    }
  }

  #program(source: string): RE2JS {
    if (source.length > MAX_PATTERN_CHARS) throw new Error(`longer than ${String(MAX_PATTERN_CHARS)} characters`);
    if (this.#steps <= 0) throw new Error('too much to compile');
    // RE2 accepts syntax that JavaScript refuses, such as `\Q` or `(?U)`.
    new RegExp(source, 'u');
    const program = RE2JS.compile(RE2JS.translateRegExp(inRe2(source)));
    this.#steps -= program.programSize() * STEPS_TO_COMPILE;
    return program;
  }
}

/** Rewrites tokens that differ between JavaScript and RE2 and that the library's translation leaves alone. */
function inRe2(source: string): string {
  let isInClass = false;
  return source.replace(/\\[pP]\{(?:Script|sc)=|\\u[dD][89a-fA-F]|\\[\s\S]|[[\].]/g, (token) => {
    if (token === '\\k' || /^\\u[dD]/.test(token)) throw new Error(`${token} is not supported`);
    if (token === '\\s') return isInClass ? SPACES : `[${SPACES}]`;
    if (token === '\\S') return isInClass ? OTHERS : `[${OTHERS}]`;
    if (token.endsWith('=')) return token.slice(0, 3);
    if (isInClass && (token === '[' || token === '.')) return `\\${token}`;
    if (token === '[' || token === ']') isInClass = token === '[';
    return token === '.' ? String.raw`[^\n\r\x{2028}\x{2029}]` : token;
  });
}
