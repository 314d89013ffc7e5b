import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

/** A service on this machine that tools use: orders over HTTP, and an MCP server beside them. */
export interface ToolShop {
  readonly origin: string;
  /** HTTP requests received: method and path. */
  readonly asked: readonly string[];
  /** Bodies of cancellations, unchanged. */
  readonly cancelled: readonly string[];
  /** Values received as `x-shop-key`. */
  readonly told: readonly string[];
  /** Changes the description of its MCP server's tool. */
  describe(words: string): void;
  close(): Promise<void>;
}

const FIND = {
  name: 'orders/find',
  description: 'Where an order is now',
  inputSchema: { type: 'object' as const, properties: { id: { type: 'string' } }, required: ['id'] },
};

/** Opens the shop on a free port. */
export async function openToolShop(): Promise<ToolShop> {
  const asked: string[] = [];
  const cancelled: string[] = [];
  const told: string[] = [];
  let description = FIND.description;
  const server = createServer((request, response) => {
    if (request.url === '/mcp') void answerMcp(request, response, description);
    else
      void bodyOf(request).then((body) => {
        asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
        const key = request.headers['x-shop-key'];
        if (typeof key === 'string') told.push(key);
        if (request.url === '/cancel') cancelled.push(body);
        response.setHeader('content-type', 'application/json').end(answerTo(request.url ?? '', told));
      });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the shop has no port');
  return {
    origin: `http://127.0.0.1:${String(address.port)}`,
    asked,
    cancelled,
    told,
    describe: (words) => (description = words),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answerTo(path: string, told: readonly string[]): string {
  if (path === '/echo') return JSON.stringify({ told: told.at(-1) ?? '' });
  if (path.startsWith('/v1/search')) return '{"results":[{"name":"Kiel","latitude":54.32,"longitude":10.13}]}';
  if (path.startsWith('/v1/forecast')) return '{"current":{"temperature_2m":7.5,"wind_speed_10m":31}}';
  return path === '/cancel' ? '{"cancelled":true}' : '{"status":"shipped"}';
}

async function answerMcp(request: IncomingMessage, response: ServerResponse, description: string): Promise<void> {
  const { server } = new McpServer({ name: 'shop', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [{ ...FIND, description }] }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => ({
    content: [{ type: 'text' as const, text: `${String(params.arguments?.['id'])} left on Tuesday` }],
  }));
  const transport = new StreamableHTTPServerTransport({});
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
