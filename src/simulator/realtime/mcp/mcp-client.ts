import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { RealtimeMcpListTools } from 'openai/resources/realtime/realtime';
import type { SessionConfig } from '../protocol/session-config';

/** An MCP server as configured in a session's `tools`. */
export type McpServer = Extract<NonNullable<SessionConfig['tools']>[number], { type: 'mcp' }>;

/** Result of an MCP tool call, in the shape the call's item carries. */
export interface McpResult {
  readonly output: string | null;
  readonly error: { readonly type: 'tool_execution_error'; readonly message: string } | null;
}

const TIMEOUT_MS = 10_000;

/** Lists a server's tools that the session allows. Rejects when the server cannot be asked. */
export function listMcpTools(server: McpServer): Promise<RealtimeMcpListTools['tools']> {
  return withServer(server, async (client) => {
    const { tools } = await client.listTools(undefined, { timeout: TIMEOUT_MS });
    return tools
      .filter(({ name }) => server.allowed_tools?.includes(name) !== false)
      .map(({ name, description = null, inputSchema }) => ({ name, description, input_schema: inputSchema }));
  });
}

/** Calls one tool of a server. Always resolves. */
export async function callMcpTool(server: McpServer, name: string, argumentsJson: string): Promise<McpResult> {
  try {
    const args = JSON.parse(argumentsJson) as Record<string, unknown>;
    const { content, isError } = await withServer(server, (client) =>
      client.callTool({ name, arguments: args }, undefined, { timeout: TIMEOUT_MS }),
    );
    const parts = Array.isArray(content) ? (content as readonly { readonly text?: string }[]) : [];
    const text = parts.map((part) => part.text ?? '').join('\n');
    return isError === true ? failed(text) : { output: text, error: null };
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'The server could not be asked.');
  }
}

function failed(message: string): McpResult {
  return { output: null, error: { type: 'tool_execution_error', message } };
}

async function withServer<T>(server: McpServer, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ name: 'realtime-simulator', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(server.server_url), {
    requestInit: { headers: { ...server.headers } },
  });
  try {
    await client.connect(transport, { timeout: TIMEOUT_MS });
    return await work(client);
  } finally {
    await client.close().catch(() => undefined);
  }
}
