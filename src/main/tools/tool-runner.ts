import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { assertNever } from '../../shared/std/assert-never';
import type { AgentFunction } from '../../shared/tool/agent-function';
import { destinationOf, type Tool, type TransferTool } from '../../shared/tool/tool';
import type { ToolOutcome, ToolRunner } from '../ports/ports-tools';
import { createArgumentCheck } from './check/argument-check';
import { parseArguments } from './check/call-arguments';

/** Kinds of phone numbers that a person answers. */
const ORDINARY: ReadonlySet<string | undefined> = new Set([
  'FIXED_LINE',
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'TOLL_FREE',
  'VOIP',
  'UAN',
]);

/** Explains why an agent may not make a transfer; undefined when it may. Destinations the user named are always allowed. */
function transferFault(tool: TransferTool, argumentsJson: string): string | undefined {
  const to = String(parseArguments(argumentsJson)['to']);
  const number = destinationOf(tool, to);
  if (number === undefined) return 'There is no such destination';
  if (tool.destinations.some((each) => each.number === number)) return undefined;
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.isValid() !== true) return 'This is no phone number that can be called';
  if (!ORDINARY.has(parsed.getType())) return 'Numbers of this kind may not be called';
  if (parsed.country === undefined || tool.countries?.includes(parsed.country) !== true)
    return 'Numbers of this country may not be called';
  return undefined;
}

/** Longest run of an http tool or a script, in ms. The caller waits in silence meanwhile. */
export const DEADLINE_MS = 10_000;

/** One call of one kind of tool. */
export interface ToolRun<K extends Tool['kind']> {
  readonly tool: Extract<Tool, { kind: K }>;
  readonly fn: AgentFunction;
  /** Arguments as the model wrote them. */
  readonly argumentsJson: string;
  readonly signal: AbortSignal;
  /** Shows a line to whoever is trying out the tool. */
  readonly say: (line: string) => void;
}

/** Runs one kind of tool. Always resolves, never rejects. */
export type ToolExecutor<K extends Tool['kind']> = (run: ToolRun<K>) => Promise<ToolOutcome>;

interface ToolExecutors {
  readonly http: ToolExecutor<'http'>;
  readonly script: ToolExecutor<'script'>;
  readonly mcp: ToolExecutor<'mcp'>;
}

/** Sends each tool to the executor of its kind. Tools of a person or of the call itself do not belong here and are refused. */
export function createToolRunner(executors: ToolExecutors): ToolRunner {
  const check = createArgumentCheck();
  return {
    check: (fn, argumentsJson) => {
      const fault = check(fn.parameters, argumentsJson);
      if (fault !== undefined || fn.tool.kind !== 'built-in' || fn.tool.name !== 'transfer_call') return fault;
      return transferFault(fn.tool, argumentsJson);
    },
    run: (fn, argumentsJson, signal, say = () => undefined) => {
      const { tool } = fn;
      const rest = { fn, argumentsJson, signal, say };
      switch (tool.kind) {
        case 'http':
          return executors.http({ ...rest, tool });
        case 'script':
          return executors.script({ ...rest, tool });
        case 'mcp':
          return executors.mcp({ ...rest, tool });
        case 'operator':
          return refused('Only a person can answer this tool');
        case 'built-in':
          return refused('Only the call itself can run this tool');
        default:
          return assertNever(tool);
      }
    },
  };
}

function refused(detail: string): Promise<ToolOutcome> {
  return Promise.resolve({ ok: false, failure: 'refused', detail });
}
