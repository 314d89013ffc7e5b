import { once } from 'node:events';
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const tool = (name: string) => ({
  name,
  description: '',
  inputSchema: { type: 'object' as const, properties: { id: { type: 'string' } }, required: ['id'] },
});

/** An MCP server on loopback, built with the SDK: it finds orders, cancels them, and fails on demand. */
export interface McpShop {
  readonly url: string;
  /** Calls received: name and arguments as JSON. */
  readonly calls: readonly string[];
  /** The `authorization` header of each request. */
  readonly authorizations: readonly (string | undefined)[];
  close(): Promise<void>;
}

/** Opens the shop on a free port. */
export async function openMcpShop(): Promise<McpShop> {
  const calls: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const http = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    const { server } = new McpServer({ name: 'shop', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: ['find', 'cancel', 'fail', 'kept'].map(tool) }));
    server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
      calls.push(`${params.name} ${JSON.stringify(params.arguments)}`);
      return {
        isError: params.name === 'fail',
        content: [{ type: 'text' as const, text: `${params.name}: ${String(params.arguments?.['id'])}` }],
      };
    });
    const transport = new StreamableHTTPServerTransport({});
    void server.connect(transport).then(() => transport.handleRequest(request, response));
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('the shop has no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}/mcp`,
    calls,
    authorizations,
    close: async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}
