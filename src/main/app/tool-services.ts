import type { Clock } from '../ports/ports';
import type { EntryVault, ReadToolSecret } from '../ports/ports-keys';
import type { ToolCommands, ToolRunner } from '../ports/ports-tools';
import { createToolSecrets } from './secrets';
import { schemaFault } from '../tools/check/argument-check';
import { createSender } from '../tools/http/guarded-request';
import { createHttpTool } from '../tools/http/http-tool';
import { createMcpTool, listMcpFunctions } from '../tools/mcp/mcp-tool';
import { createScriptTool } from '../tools/script/script-tool';
import scriptWorker from '../tools/script/script-worker?modulePath';
import { outcomeOfError } from '../tools/tool-error';
import { createToolRunner } from '../tools/tool-runner';
import { tryOut } from '../tools/trial';

export interface ToolServicesParts {
  readonly vault: EntryVault;
  readonly clock: Clock;
  /** Switchboard's version, told to MCP servers. */
  readonly version: string;
  /** Ports of this machine on which Switchboard itself listens. */
  readonly ownPorts: ReadonlySet<number>;
}

/** Tool services: the runner for calls, and the operator's commands outside of calls. */
export interface ToolServices {
  readonly runner: ToolRunner;
  readonly commands: ToolCommands;
  readonly readSecret: ReadToolSecret;
}

/** Builds the executors once, for all calls and trials. */
export function openToolServices({ vault, clock, version, ownPorts }: ToolServicesParts): ToolServices {
  const { read: readSecret, ...secrets } = createToolSecrets(vault);
  const parts = { clock, version, readSecret, send: createSender({ ownPorts: () => ownPorts }) };
  const runner = createToolRunner({
    http: createHttpTool(parts),
    script: createScriptTool({ ...parts, workerPath: scriptWorker }),
    mcp: createMcpTool(parts),
  });
  return {
    runner,
    readSecret,
    commands: {
      tryOut: (tool, functionName, argumentsJson) => tryOut(runner, clock, { tool, functionName, argumentsJson }),
      listMcp: async (server) => {
        try {
          return { ok: true, ...(await listMcpFunctions(server, parts, new AbortController().signal)) };
        } catch (error) {
          const outcome = outcomeOfError(error);
          return { ok: false, detail: outcome.ok ? '' : outcome.detail };
        }
      },
      schemaFault,
      ...secrets,
    },
  };
}
