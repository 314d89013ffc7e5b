import type { z } from 'zod';
import { remoteFunctionName } from './agent-function';
import type { JsonSchema } from './parameters';
import { schemaFaultLabel, schemaFaultOf } from './schema/schema-check';
import { argumentsIn } from './template';
import { ToolSchema, type HttpTool, type McpTool, type TemplateRow, type Tool } from './tool';

/**
 * Problem that keeps a tool from being published. `where`: a path such as `url` or `headers.0.name`; empty: the tool as a whole.
 */
export interface ToolProblem {
  readonly where: string;
  readonly sentence: string;
}

/** Lists everything that is wrong with a tool; empty when it can be published. */
export function toolProblems(tool: Tool): readonly ToolProblem[] {
  const read = ToolSchema.safeParse(tool);
  const problems = (read.success ? [] : read.error.issues).map((issue) => ({
    where: issue.path.join('.'),
    sentence: sentenceOf(issue),
  }));
  const more = [...missing(tool)].filter(({ where }) => !problems.some((problem) => problem.where === where));
  return [...problems, ...more];
}

/** Finds problems of a tool whose shape is valid and which still cannot work. */
function* missing(tool: Tool): Generator<ToolProblem> {
  if (tool.kind === 'operator' || tool.kind === 'http' || tool.kind === 'script')
    yield* inSchema('parameters', tool.parameters);
  if (tool.kind === 'operator' && tool.answer !== undefined) yield* inSchema('answer', tool.answer);
  if (tool.kind === 'http') yield* unknownArguments(tool);
  if (tool.kind === 'script' && tool.code.trim() === '')
    yield { where: 'code', sentence: 'Write what the script does' };
  if (tool.kind === 'mcp' && tool.functions.length === 0)
    yield { where: 'functions', sentence: 'Choose what the agent may use of this server' };
  if (tool.kind === 'mcp') yield* inFunctions(tool);
  if (tool.kind === 'built-in' && tool.name === 'transfer_call' && !tool.destinations.length && !tool.countries?.length)
    yield { where: 'destinations', sentence: 'Name somebody to whom callers may be put through' };
}

/** Finds functions of a server that no model service takes, and those that it could not tell apart. */
function* inFunctions({ name: server, functions }: McpTool): Generator<ToolProblem> {
  const known = new Map<string, string>();
  for (const { name, parameters } of functions) {
    const fault = schemaFaultOf(parameters);
    if (fault !== undefined) yield { where: 'functions', sentence: `${name}: ${schemaFaultLabel(fault)}` };
    const called = remoteFunctionName(server, name);
    const twin = known.get(called);
    if (twin !== undefined)
      yield { where: 'functions', sentence: `${twin} and ${name} would both be ${called} to the agent: choose one` };
    known.set(called, name);
  }
}

function* inSchema(where: string, schema: JsonSchema): Generator<ToolProblem> {
  const fault = schemaFaultOf(schema);
  if (fault !== undefined) yield { where, sentence: schemaFaultLabel(fault) };
}

/** Finds placeholders that no call could ever fill. A schema that allows more than it names is trusted. */
function* unknownArguments({ parameters, url, headers = [], query = [], body }: HttpTool): Generator<ToolProblem> {
  const { properties, additionalProperties } = parameters;
  if (additionalProperties !== false || typeof properties !== 'object' || properties === null) return;
  const rows = (list: string, values: readonly TemplateRow[]): [string, string][] =>
    values.map(({ value }, index) => [`${list}.${String(index)}.value`, value]);
  const texts: [string, string][] = [['url', url], ...rows('headers', headers), ...rows('query', query)];
  if (body?.as === 'form') texts.push(...rows('body.fields', body.fields));
  else if (body !== undefined) texts.push(['body.text', body.text]);
  for (const [where, text] of texts) {
    const unknown = argumentsIn(text).find((path) => !Object.hasOwn(properties, path.split('.')[0] ?? ''));
    if (unknown !== undefined) yield { where, sentence: `There is no argument ${unknown}` };
  }
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const field = issue.path.at(-1);
  if (field === 'name' && issue.path.length === 1) return 'Letters, digits, _ and -, up to 64, without spaces';
  if (field === 'number') return 'A number with its country, such as +14155550134';
  if (field === 'argument') return 'The name of an argument, such as amount or order.id';
  if (field === 'from') return 'A JSON pointer, such as /current/temperature';
  if (field === 'countries') return 'Two letters each, such as DE';
  if (issue.code === 'too_big')
    return issue.origin === 'string'
      ? `At most ${String(issue.maximum)} characters`
      : `At most ${String(issue.maximum)}`;
  if (issue.code === 'too_small')
    return issue.origin === 'number' ? `At least ${String(issue.minimum)}` : 'This may not be empty';
  return issue.message;
}
