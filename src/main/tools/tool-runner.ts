import { assertNever } from '../../shared/assert-never';
import type { Tool } from '../../shared/tool/tool';
import type { ToolOutcome, ToolRunner } from '../ports';

/** Runs one kind of tool. Resolves always, rejects never; `argumentsJson` is what the model wrote, not yet trusted. */
export type ToolExecutor<K extends Tool['kind']> = (
  tool: Extract<Tool, { kind: K }>,
  argumentsJson: string,
  signal: AbortSignal,
) => Promise<ToolOutcome>;

interface ToolExecutors {
  readonly http: ToolExecutor<'http'>;
}

/** Sends each tool to the executor of its kind. Tools of a person and of the call itself never belong here: refused. */
export function createToolRunner(executors: ToolExecutors): ToolRunner {
  return {
    run: (tool, argumentsJson, signal) => {
      switch (tool.kind) {
        case 'http':
          return executors.http(tool, argumentsJson, signal);
        case 'script':
        case 'mcp':
          return refused('This kind of tool cannot run yet');
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
