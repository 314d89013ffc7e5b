import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Services of this machine that a tool may meet: one that never answers, and MCP servers with hostile listings. */
export interface HostileServices {
  readonly origin: string;
  /** Requests received so far, by path. */
  readonly asked: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Paths of MCP servers by what their listing is. */
export const HOSTILE_LISTINGS = ['self', 'fan-out', 'wide', 'deep', 'patterns', 'garbage', 'huge', 'endless'] as const;

type Listing = (typeof HOSTILE_LISTINGS)[number];

const PROTOCOL = '2025-06-18';
const ENDLESS_EVERY_MS = 5;

export async function openHostileServices(): Promise<HostileServices> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    response.on('error', () => undefined);
    if (path === '/never') return;
    void answer(path.slice(1) as Listing, request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    asked,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(listing: Listing, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const asked = (text === '' ? {} : JSON.parse(text)) as { id?: number; method?: string };
  if (request.method !== 'POST') response.writeHead(405).end();
  else if (asked.id === undefined) response.writeHead(202).end();
  else if (asked.method === 'initialize') sendResult(response, asked.id, greeting);
  else if (asked.method !== 'tools/list') sendResult(response, asked.id, { content: [{ type: 'text', text: 'Done' }] });
  else if (listing === 'garbage') response.setHeader('content-type', 'application/json').end('{"jsonrpc":"2.0","id":');
  else if (listing === 'endless') sendForEver(response);
  else sendResult(response, asked.id, { tools: TOOLS[listing]() });
}

const greeting = {
  protocolVersion: PROTOCOL,
  capabilities: { tools: {} },
  serverInfo: { name: 'hostile', version: '1' },
};

function sendResult(response: ServerResponse, id: number, result: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id, result }));
}

function sendForEver(response: ServerResponse): void {
  response.setHeader('content-type', 'text/event-stream');
  const sending = setInterval(() => response.write(`: ${'x'.repeat(1000)}\n\n`), ENDLESS_EVERY_MS);
  response.on('close', () => clearInterval(sending));
}

const TOOLS: Readonly<Record<Exclude<Listing, 'garbage' | 'endless'>, () => unknown>> = {
  self: () => [tool('self', { properties: { child: { $ref: '#' } } })],
  'fan-out': () => {
    const level = (next: string): object => ({ anyOf: [{ $ref: `#/$defs/${next}` }, { $ref: `#/$defs/${next}` }] });
    const names = Array.from({ length: 40 }, (_, index) => `l${String(index)}`);
    const $defs = Object.fromEntries(names.map((name, index) => [name, level(names[index + 1] ?? 'end')]));
    return [tool('fan', { properties: { a: { $ref: '#/$defs/l0' } }, $defs: { ...$defs, end: { type: 'string' } } })];
  },
  wide: () => Array.from({ length: 5000 }, (_, index) => tool(`t${String(index)}`, { properties: { a: {} } })),
  deep: () => {
    let schema: object = { type: 'string' };
    for (let depth = 0; depth < 1000; depth += 1) schema = { type: 'object', properties: { a: schema } };
    return [tool('deep', schema)];
  },
  patterns: () =>
    Array.from({ length: 200 }, (_, index) =>
      tool(`p${String(index)}`, {
        properties: { a: { type: 'string', pattern: `^(?:[a-z${String(index)}]{1,200}x)+$` } },
      }),
    ),
  huge: () => [tool('huge', { description: 'x'.repeat(8_000_000) })],
};

function tool(name: string, schema: object): unknown {
  return { name, description: 'Hostile', inputSchema: { type: 'object', ...schema } };
}
