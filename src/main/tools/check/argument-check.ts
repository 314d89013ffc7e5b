import type { JsonSchema } from '../../../shared/tool/parameters';
import { schemasIn } from '../../../shared/tool/schema/references';
import { schemaFaultLabel, schemaFaultOf } from '../../../shared/tool/schema/schema-check';
import { isRecord } from '../../../shared/std/guards';
import { ToolError } from '../tool-error';
import { parseArguments } from './call-arguments';
import { SafePatterns } from './safe-patterns';
import { isKeyword, validate } from './schema-validator';

/** Explains to the model why arguments do not fit a schema; undefined when they do. */
export type CheckArguments = (schema: JsonSchema, argumentsJson: string) => string | undefined;

/** Deepest nesting of arguments, because a check recurses as deep as they do. */
const MAX_DEPTH = 64;
const NO_SCHEMA = 'The parameters of this tool are no valid JSON Schema';

/** Creates a check of arguments. No schema and no arguments can make it slow, make it throw, or send it anywhere. */
export function createArgumentCheck(): CheckArguments {
  const patterns = new SafePatterns();
  const isSound = new WeakMap<JsonSchema, boolean>();

  function soundnessOf(schema: JsonSchema): boolean {
    const known = isSound.get(schema) ?? schemaFaultOf(schema) === undefined;
    isSound.set(schema, known);
    return known;
  }

  return (schema, argumentsJson) => {
    let args: unknown;
    try {
      args = parseArguments(argumentsJson);
    } catch (error) {
      return error instanceof ToolError ? error.message : 'The arguments are not understood';
    }
    if (isDeeper(args, MAX_DEPTH)) return 'The arguments are nested too deep';
    if (!soundnessOf(schema)) return NO_SCHEMA;
    patterns.refill();
    return validate(schema, args, (source) => patterns.compiledFor(schema, source)).fault;
  };
}

/** Explains to its author why a JSON Schema cannot be used for arguments; undefined when it can. */
export function schemaFault(schema: JsonSchema): string | undefined {
  const fault = schemaFaultOf(schema);
  return fault === undefined ? unenforced(schema)?.slice(0, 300) : schemaFaultLabel(fault).slice(0, 300);
}

/** Says which keyword or pattern of a schema would not be enforced. */
function unenforced(root: JsonSchema): string | undefined {
  const patterns = new SafePatterns();
  const waiting: unknown[] = [root];
  for (const schema of waiting) {
    if (!isRecord(schema)) continue;
    const unknown = Object.keys(schema).find((word) => !isKeyword(word) && !word.startsWith('x-'));
    if (unknown !== undefined) return `Not enforced, since JSON Schema has no such keyword: "${unknown}"`;
    const { pattern, patternProperties } = schema;
    const sources = [
      ...(typeof pattern === 'string' ? [pattern] : []),
      ...Object.keys(isRecord(patternProperties) ? patternProperties : {}),
    ];
    for (const source of sources) {
      const { fault } = patterns.compile(source);
      if (fault !== undefined) return `The pattern "${source}" is not enforced: ${fault}`;
    }
    for (const [, inside] of schemasIn(schema)) waiting.push(inside);
  }
  return undefined;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}
