import { implement } from '@orpc/server';
import { contract } from '../../shared/contract/contract';

/** Handlers of tools with nothing behind them: every trial answers with its arguments, and no secret is kept. */
export function scriptedTools() {
  const { tool } = implement(contract);
  return tool.router({
    tryOut: tool.tryOut.handler(async ({ input }) => ({
      outcome: { ok: true as const, output: input.arguments },
      tookMs: 1,
      log: [],
    })),
    listMcp: tool.listMcp.handler(async () => ({ ok: true as const, functions: [], unusable: [] })),
    schemaFault: tool.schemaFault.handler(async () => ({ fault: null })),
    secrets: tool.secrets.handler(async () => []),
    setSecret: tool.setSecret.handler(async () => ({ ok: true as const })),
    clearSecret: tool.clearSecret.handler(async () => ({ ok: true as const })),
  });
}
