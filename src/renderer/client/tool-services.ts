import type { NewToolSecret, ToolSecretRefusal, ToolSecretStatus } from '../../shared/keys/tool-secret';
import type { JsonSchema } from '../../shared/tool/parameters';
import type { McpFunction, McpTool } from '../../shared/tool/kinds/mcp-tool';
import type { Tool } from '../../shared/tool/tool';
import type { Ask } from './asking';
import { NOT_REACHED, type Refusal } from './refusals/refusals';
import type { ConsoleClient } from './transport';

/** What trying a tool came to. */
export type Trial = Awaited<ReturnType<ConsoleClient['tool']['tryOut']>>;

/** What an MCP server offers, or why it does not. */
export type McpOffer =
  | { readonly ok: true; readonly functions: readonly McpFunction[]; readonly unusable: number }
  | { readonly ok: false; readonly detail: string };

/** What can be done with tools outside of calls. Never throws. */
export interface ToolServices {
  /** Null: Switchboard did not answer. */
  tryOut(tool: Tool, functionName: string, argumentsJson: string): Promise<Trial | null>;
  listMcp(server: Pick<McpTool, 'url' | 'headers' | 'allowsLocal'>): Promise<McpOffer>;
  /** Why a JSON Schema cannot be used for arguments; null: it can, or nobody could say. */
  schemaFault(schema: JsonSchema): Promise<string | null>;
  /** Null: they could not be read. */
  secrets(): Promise<readonly ToolSecretStatus[] | null>;
  /** Null: it is kept. */
  setSecret(secret: NewToolSecret): Promise<Refusal | null>;
  clearSecret(name: string): Promise<Refusal | null>;
}

const REFUSALS: Readonly<Record<ToolSecretRefusal, Refusal>> = {
  'too-many': { sentence: 'There are 100 secrets already.', remedy: 'Remove one that no tool uses.' },
  locked: {
    sentence: 'Secrets cannot be changed while the key store of this system is locked.',
    remedy: 'Unlock the key store, then try again.',
  },
  'key-store-refused': {
    sentence: 'The key store of this system did not take the secret.',
    remedy: 'Look whether it asks for its password, then try again.',
  },
  'cannot-save': {
    sentence: 'The secret could not be written to disk; what was stored before is unchanged.',
    remedy: 'Check that the data folder can be written and the disk has room.',
  },
};

/** Services over whatever line is open at the time. */
export function createToolServices(ask: Ask): ToolServices {
  async function kept(request: Parameters<typeof ask<{ ok: true } | { ok: false; code: ToolSecretRefusal }>>[0]) {
    const answer = await ask(request);
    if (!answer.reached) return NOT_REACHED;
    return answer.value.ok ? null : REFUSALS[answer.value.code];
  }

  return {
    tryOut: async (tool, functionName, argumentsJson) => {
      const answer = await ask(({ tool: tools }) => tools.tryOut({ tool, functionName, arguments: argumentsJson }));
      return answer.reached ? answer.value : null;
    },
    listMcp: async (server) => {
      const answer = await ask(({ tool }) => tool.listMcp(server));
      return answer.reached ? answer.value : { ok: false, detail: NOT_REACHED.sentence };
    },
    schemaFault: async (schema) => {
      const answer = await ask(({ tool }) => tool.schemaFault({ schema }));
      return answer.reached ? answer.value.fault : null;
    },
    secrets: async () => {
      const answer = await ask(({ tool }) => tool.secrets());
      return answer.reached ? answer.value : null;
    },
    setSecret: (secret) => kept(({ tool }) => tool.setSecret(secret)),
    clearSecret: (name) => kept(({ tool }) => tool.clearSecret({ name })),
  };
}
