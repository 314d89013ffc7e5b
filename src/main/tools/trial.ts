import { assertNever } from '../../shared/std/assert-never';
import { functionsOf } from '../../shared/tool/agent-function';
import { needsApproval } from '../../shared/tool/approval';
import { destinationOf, type BuiltInTool, type Tool } from '../../shared/tool/tool';
import type { Clock } from '../ports/ports';
import type { ToolOutcome, ToolRunner, Trial } from '../ports/ports-tools';
import { parseArguments, type CallArguments } from './check/call-arguments';
import { failed } from './tool-error';

const MAX_LOG_LINES = 300;
const MAX_LINE_CHARS = 500;

/** Tries one function of a tool with the same parts that calls use. Always resolves. */
export async function tryOut(
  runner: ToolRunner,
  clock: Pick<Clock, 'nowMs'>,
  {
    tool,
    functionName,
    argumentsJson,
  }: { readonly tool: Tool; readonly functionName: string; readonly argumentsJson: string },
): Promise<Trial> {
  const log: string[] = [];
  const say = (line: string): void => {
    if (log.length < MAX_LOG_LINES) log.push(line.slice(0, MAX_LINE_CHARS));
  };
  const beganMs = clock.nowMs();
  const outcome = await run();
  return { outcome, tookMs: clock.nowMs() - beganMs, log };

  async function run(): Promise<ToolOutcome> {
    const fn = functionsOf([tool]).find(({ name }) => name === functionName);
    if (fn === undefined) return failed('unknown-tool', `There is no tool named ${functionName.slice(0, 64)}`);
    const fault = runner.check(fn, argumentsJson);
    if (fault !== undefined) return failed('bad-arguments', fault);
    if (needsApproval(fn.approval, parseArguments(argumentsJson)))
      say('In a call, a person would have to approve this');
    if (tool.kind === 'mcp' && tool.askedBy === 'service')
      say('In a call, the model service would ask the server; here this machine does');
    if (tool.kind === 'built-in') return { ok: true, output: inACall(tool, parseArguments(argumentsJson)) };
    return runner.run(fn, argumentsJson, new AbortController().signal, say);
  }
}

/** Describes what a built-in tool would do in a call, because a trial has no call. */
function inACall(tool: BuiltInTool, args: CallArguments): string {
  switch (tool.name) {
    case 'end_call':
      return 'In a call, it would end after the agent’s last words.';
    case 'hold':
      return `In a call, the caller would be on hold for ${String(args['seconds'])} seconds.`;
    case 'send_digits':
      return `In a call, the keys ${String(args['digits'])} would be pressed.`;
    case 'ask_for_digits':
      return `In a call, the caller could type up to ${String(args['digits'])} digits.`;
    case 'transfer_call':
      return `In a call, the caller would be put through to ${destinationOf(tool, String(args['to'])) ?? 'nobody'}.`;
    default:
      return assertNever(tool);
  }
}
