import { implement } from '@orpc/server';
import { toolContract } from '../../../shared/contract/tool-contract';
import type { ToolCommands } from '../../ports/ports-tools';

/** The handlers of the part of the contract that is about tools outside of calls. */
export function createToolHandlers(tools: ToolCommands) {
  const tool = implement(toolContract);
  return tool.router({
    tryOut: tool.tryOut.handler(({ input }) => tools.tryOut(input.tool, input.functionName, input.arguments)),
    listMcp: tool.listMcp.handler(({ input }) => tools.listMcp(input)),
    schemaFault: tool.schemaFault.handler(({ input }) => ({ fault: tools.schemaFault(input.schema) ?? null })),
    secrets: tool.secrets.handler(() => tools.secrets()),
    setSecret: tool.setSecret.handler(({ input }) => tools.setSecret(input)),
    clearSecret: tool.clearSecret.handler(({ input }) => tools.clearSecret(input.name)),
  });
}
