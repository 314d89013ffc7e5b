import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { deadlineSignal } from '../../../shared/std/deadline';
import { JsonSchemaSchema } from '../../../shared/tool/parameters';
import { MAX_ANSWER_CHARS, MAX_DESCRIPTION_CHARS, type McpFunction } from '../../../shared/tool/tool';
import { originOf } from '../../../shared/tool/web-address';
import type { Clock } from '../../ports/ports';
import type { ReadToolSecret } from '../../ports/ports-keys';
import { parseArguments } from '../check/call-arguments';
import type { SendRequest } from '../http/guarded-request';
import { SecretsInUse } from '../secrets-in-use';
import { failed, outcomeOfError, ToolError } from '../tool-error';
import type { ToolExecutor } from '../tool-runner';
import { withMcpServer, type McpAddress } from './mcp-server';

/** Time limit in ms for connecting, asking and disconnecting, which take several requests. */
const DEADLINE_MS = 30_000;
const MAX_PAGES = 10;
const MAX_FUNCTIONS = 256;

export interface McpToolParts {
  readonly clock: Pick<Clock, 'after'>;
  readonly send: SendRequest;
  readonly readSecret: ReadToolSecret;
  /** Switchboard's own version, for the server's records. */
  readonly version: string;
}

/** Functions a server offers. `unusable` counts its tools whose schema no agent could be given. */
export interface McpOffer {
  readonly functions: readonly McpFunction[];
  readonly unusable: number;
}

/** Calls one tool of an MCP server, over a connection of its own. */
export function createMcpTool(parts: McpToolParts): ToolExecutor<'mcp'> {
  return async ({ tool, fn, argumentsJson, signal, say }) => {
    const secrets = new SecretsInUse(parts.readSecret, originOf(tool.url) ?? '');
    const limit = deadlineSignal(parts.clock, Math.min(tool.timeoutMs, DEADLINE_MS), signal);
    try {
      const args = parseArguments(argumentsJson);
      const name = fn.remoteName ?? '';
      const result = await withMcpServer(tool, { ...parts, secrets }, limit.signal, (client) => {
        say(`Connected to ${originOf(tool.url) ?? 'the server'}; asking for ${name}`);
        return client.callTool({ name, arguments: { ...args } }, undefined, { signal: limit.signal });
      });
      return answerOf(result as CallToolResult, secrets);
    } catch (error) {
      return limit.signal.aborted ? failed('timed-out', 'The server did not answer in time') : outcomeOfError(error);
    } finally {
      limit.stop();
    }
  };
}

/** Lists the functions of a server. Rejects with `ToolError`, or with the network's error. */
export async function listMcpFunctions(
  address: McpAddress,
  parts: McpToolParts,
  signal: AbortSignal,
): Promise<McpOffer> {
  const secrets = new SecretsInUse(parts.readSecret, originOf(address.url) ?? '');
  const limit = deadlineSignal(parts.clock, DEADLINE_MS, signal);
  try {
    return await withMcpServer(address, { ...parts, secrets }, limit.signal, async (client) => {
      const functions: McpFunction[] = [];
      let unusable = 0;
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const { tools, nextCursor } = await client.listTools({ cursor }, { signal: limit.signal });
        for (const { name, description = '', inputSchema } of tools) {
          const parameters = JsonSchemaSchema.safeParse(inputSchema);
          if (!parameters.success || name.length > 128 || functions.length >= MAX_FUNCTIONS) unusable += 1;
          else
            functions.push({
              name,
              description: description.slice(0, MAX_DESCRIPTION_CHARS),
              parameters: parameters.data,
            });
        }
        cursor = nextCursor;
        if (cursor === undefined) break;
      }
      return { functions, unusable };
    });
  } catch (error) {
    throw limit.signal.aborted ? new ToolError('timed-out', 'The server did not answer in time') : error;
  } finally {
    limit.stop();
  }
}

function answerOf({ content, structuredContent, isError }: CallToolResult, secrets: SecretsInUse) {
  const text = structuredContent === undefined ? content.map(asText).join('\n') : JSON.stringify(structuredContent);
  const output = secrets.redacted(text);
  if (isError === true) return failed('failed', `The server’s tool failed: ${output.slice(0, 400)}`);
  if (output.length > MAX_ANSWER_CHARS) return failed('too-large', 'The answer of the server is too large');
  return { ok: true as const, output };
}

function asText(part: CallToolResult['content'][number]): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'resource':
      return 'text' in part.resource ? part.resource.text : `[${part.resource.uri}]`;
    case 'resource_link':
      return `[${part.uri}]`;
    case 'image':
    case 'audio':
      return `[${part.type}]`;
  }
}
