import { assertNever } from '../std/assert-never';
import type { Approval } from './approval';
import { NO_PARAMETERS, type JsonSchema } from './parameters';
import type { BuiltInTool, Tool } from './tool';

/** A function as the model sees it, and the tool behind it. */
export interface AgentFunction {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonSchema;
  readonly tool: Tool;
  /** Approval the function needs before it runs; undefined: none. */
  readonly approval: Approval | undefined;
  /** Name of the function on its MCP server. */
  readonly remoteName?: string;
}

/** Lists the functions that tools offer the model. A repeated name is left out, since the model could not tell the two apart. */
export function functionsOf(tools: readonly Tool[]): readonly AgentFunction[] {
  const byName = new Map<string, AgentFunction>();
  for (const each of tools.flatMap(offered)) if (!byName.has(each.name)) byName.set(each.name, each);
  return [...byName.values()];
}

/** Function names that two tools of a list would both give the model. */
export function clashingNames(tools: readonly Tool[]): ReadonlySet<string> {
  const names = tools.flatMap((tool) => functionsOf([tool]).map(({ name }) => name));
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

/** Reduces tools to those parts that offer the model none of these functions. */
export function withoutFunctions(tools: readonly Tool[], names: ReadonlySet<string>): Tool[] {
  if (names.size === 0) return [...tools];
  return tools.flatMap((tool): readonly Tool[] => {
    if (tool.kind !== 'mcp') return names.has(tool.name) ? [] : [tool];
    const functions = tool.functions.filter((each) => !names.has(remoteFunctionName(tool.name, each.name)));
    return functions.length === 0 ? [] : [{ ...tool, functions }];
  });
}

function offered(tool: Tool): readonly AgentFunction[] {
  const { name, description } = tool;
  switch (tool.kind) {
    case 'operator':
      return [{ name, description, parameters: tool.parameters, tool, approval: undefined }];
    case 'http':
    case 'script':
      return [{ name, description, parameters: tool.parameters, tool, approval: tool.approval }];
    case 'mcp':
      return tool.functions.map((each) => ({
        name: remoteFunctionName(name, each.name),
        description: each.description,
        parameters: each.parameters,
        tool,
        approval: each.isTrusted === true ? undefined : tool.approval,
        remoteName: each.name,
      }));
    case 'built-in':
      return [{ name, description, parameters: parametersOf(tool), tool, approval: tool.approval }];
    default:
      return assertNever(tool);
  }
}

/** Name under which the model knows a tool of an MCP server. The server's name in front keeps tools of two servers apart. */
export function remoteFunctionName(server: string, tool: string): string {
  return `${server}_${tool.replaceAll(/[^a-zA-Z0-9_-]/g, '_')}`.slice(0, 64);
}

function parametersOf(tool: BuiltInTool): JsonSchema {
  switch (tool.name) {
    case 'end_call':
      return NO_PARAMETERS;
    case 'transfer_call': {
      const labels = tool.destinations.map(({ label }) => label);
      const to =
        tool.countries === undefined
          ? { type: 'string', enum: labels, description: 'Who the caller is put through to' }
          : {
              type: 'string',
              description: `Who the caller is put through to: ${[...labels, 'or a phone number as +14155550134'].join(', ')}`,
            };
      return object({ to });
    }
    case 'send_digits':
      return object({
        digits: {
          type: 'string',
          pattern: '^[0-9A-D*#]+$',
          maxLength: tool.maxDigits,
          description: 'Keys of a phone, pressed in this order',
        },
      });
    case 'hold':
      return object({
        seconds: {
          type: 'integer',
          minimum: 1,
          maximum: tool.longestSeconds,
          description: 'How long the caller waits on hold',
        },
      });
    case 'ask_for_digits':
      return object({
        digits: {
          type: 'integer',
          minimum: 1,
          maximum: tool.maxDigits,
          description: `How many keys the caller presses at most${tool.endKey === 'none' ? '' : `; ${tool.endKey} ends them earlier`}`,
        },
      });
    default:
      return assertNever(tool);
  }
}

function object(properties: Readonly<Record<string, unknown>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
