import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { McpTool } from '../../../shared/tool/tool';
import { createSender } from '../http/guarded-request';
import { HandClock, NO_SECRETS, runWith, secretsFor, Servers } from '../tools.fixture';
import { createMcpTool, listMcpFunctions } from './mcp-tool';

const servers = new Servers();
afterEach(() => servers.closeAll());

const FIND = {
  name: 'orders/find',
  description: 'Where an order is',
  inputSchema: { type: 'object' as const, properties: { id: { type: 'string' } }, required: ['id'] },
};

interface Shop {
  readonly origin: string;
  readonly calls: unknown[];
  readonly headers: (string | undefined)[];
}

/** The SDK's own server on loopback. */
async function openShop(
  answer: (args: unknown) => CallToolResult | Promise<CallToolResult>,
  { isStateful = false, tools = [FIND] as object[], onParting = undefined as (() => void) | undefined } = {},
): Promise<Shop> {
  const calls: unknown[] = [];
  const headers: (string | undefined)[] = [];
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  async function transportFor(sessionId: string | undefined): Promise<StreamableHTTPServerTransport> {
    const known = sessionId === undefined ? undefined : sessions.get(sessionId);
    if (known !== undefined) return known;
    const { server } = new McpServer({ name: 'shop', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
      const from = Number(params?.cursor ?? 0);
      return {
        tools: tools.slice(from, from + 2) as never,
        ...(from + 2 < tools.length ? { nextCursor: String(from + 2) } : {}),
      };
    });
    server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
      calls.push(params);
      return answer(params.arguments);
    });
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      ...(isStateful ? { sessionIdGenerator: () => `session-${String(sessions.size)}` } : {}),
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    await server.connect(transport);
    return transport;
  }
  const { origin } = await servers.open((request, response) => {
    headers.push(request.headers.authorization);
    const id = request.headers['mcp-session-id'];
    if (onParting !== undefined && request.method === 'DELETE') {
      response.on('close', onParting);
      return;
    }
    void transportFor(typeof id === 'string' ? id : undefined).then((transport) =>
      transport.handleRequest(request, response),
    );
  });
  return { origin: `${origin}/mcp`, calls, headers };
}

function toolAt(url: string, more: Partial<McpTool> = {}): McpTool {
  const functions = [{ name: 'orders/find', description: '', parameters: FIND.inputSchema }];
  return { kind: 'mcp', name: 'shop', description: '', timeoutMs: 8000, url, functions, allowsLocal: true, ...more };
}

const parts = { clock: new HandClock(), send: createSender(), readSecret: NO_SECRETS, version: '0.1.0' };

describe('a tool of an MCP server', () => {
  it.each([false, true])(
    'is called with the arguments, and its text is the answer; sessions: %s',
    async (isStateful) => {
      const shop = await openShop(() => ({ content: [{ type: 'text', text: '{"status":"shipped"}' }] }), {
        isStateful,
      });
      expect(await runWith(createMcpTool(parts), toolAt(shop.origin), '{"id":"A17"}')).toEqual({
        ok: true,
        output: '{"status":"shipped"}',
      });
      expect(shop.calls).toMatchObject([{ name: 'orders/find', arguments: { id: 'A17' } }]);
    },
  );

  it('answers with what is structured, and names what is no text', async () => {
    const structured = await openShop(() => ({ content: [{ type: 'text', text: 'x' }], structuredContent: { a: 1 } }));
    expect(await runWith(createMcpTool(parts), toolAt(structured.origin))).toEqual({ ok: true, output: '{"a":1}' });
    const mixed = await openShop(() => ({
      content: [
        { type: 'text', text: 'See' },
        { type: 'image', data: 'AAAA', mimeType: 'image/png' },
      ],
    }));
    expect(await runWith(createMcpTool(parts), toolAt(mixed.origin))).toEqual({ ok: true, output: 'See\n[image]' });
  });

  it('fails in words the model can use', async () => {
    const failing = await openShop(() => ({ isError: true, content: [{ type: 'text', text: 'No such order' }] }));
    expect(await runWith(createMcpTool(parts), toolAt(failing.origin))).toEqual({
      ok: false,
      failure: 'failed',
      detail: 'The server’s tool failed: No such order',
    });
    const throwing = await openShop(() => {
      throw new Error('inside');
    });
    expect(await runWith(createMcpTool(parts), toolAt(throwing.origin))).toMatchObject({
      detail: expect.stringContaining('The server refused'),
    });
    const huge = await openShop(() => ({ content: [{ type: 'text', text: 'x'.repeat(70_000) }] }));
    expect(await runWith(createMcpTool(parts), toolAt(huge.origin))).toMatchObject({ failure: 'too-large' });
    const bomb = await openShop(() => ({ content: [{ type: 'text', text: 'x'.repeat(2_000_000) }] }));
    expect(await runWith(createMcpTool(parts), toolAt(bomb.origin))).toMatchObject({ ok: false });
  });

  it('is at a server that speaks MCP and lets us in', async () => {
    const page = await servers.open((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>Hi</h1>'),
    );
    expect(await runWith(createMcpTool(parts), toolAt(page.origin))).toMatchObject({
      detail: 'The server does not speak MCP over streamable HTTP',
    });
    const other = await servers.open((_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"hello":"world"}'),
    );
    const odd = await servers.open((_request, response) => response.writeHead(700).end());
    for (const { origin } of [other, odd])
      expect(await runWith(createMcpTool(parts), toolAt(origin))).toMatchObject({
        detail: 'The server does not speak MCP over streamable HTTP',
      });
    const shut = await servers.open((_request, response) => response.writeHead(401).end());
    expect(await runWith(createMcpTool(parts), toolAt(shut.origin))).toMatchObject({
      detail: 'The server wants to know who asks (HTTP 401)',
    });
    const gone = await servers.open((_request, response) => response.writeHead(404).end('not here'));
    expect(await runWith(createMcpTool(parts), toolAt(gone.origin))).toMatchObject({
      detail: 'The server answered HTTP 404',
    });
  });

  it('answers as soon as there is an answer, however long the end of its session takes', async () => {
    const clock = new HandClock();
    let cut = (): void => undefined;
    const isCut = new Promise<void>((resolve) => (cut = resolve));
    const shop = await openShop(() => ({ content: [{ type: 'text', text: 'shipped' }] }), {
      isStateful: true,
      onParting: cut,
    });
    expect(await runWith(createMcpTool({ ...parts, clock }), toolAt(shop.origin))).toEqual({
      ok: true,
      output: 'shipped',
    });
    await expect.poll(() => shop.headers.length).toBe(4);
    expect(clock.delaysMs).toEqual([5000]);
    clock.pass();
    await isCut;
  });

  it('is given up when its time is over', async () => {
    const clock = new HandClock();
    const slow = await openShop(() => new Promise(() => undefined));
    const outcome = runWith(createMcpTool({ ...parts, clock }), toolAt(slow.origin));
    await expect.poll(() => slow.calls.length).toBe(1);
    expect(clock.delaysMs).toEqual([8000]);
    clock.pass();
    expect(await outcome).toMatchObject({ ok: false, failure: 'timed-out' });
  });

  it('gets its secret, and the model does not', async () => {
    const shop = await openShop(() => ({ content: [{ type: 'text', text: 'your key is hunter2-hunter2' }] }));
    const headers = [{ name: 'Authorization', value: 'Bearer {{secret:shop}}' }];
    const readSecret = secretsFor(new URL(shop.origin).origin, { shop: 'hunter2-hunter2' });
    const outcome = await runWith(createMcpTool({ ...parts, readSecret }), toolAt(shop.origin, { headers }));
    expect(outcome).toEqual({ ok: true, output: 'your key is [secret shop]' });
    expect(new Set(shop.headers)).toEqual(new Set(['Bearer hunter2-hunter2']));
  });

  it.each(['http://127.0.0.1', 'http://localhost', 'http://[::1]'])(
    'is not looked for on this machine: %s',
    async (host) => {
      const shop = await openShop(() => ({ content: [] }));
      const { port } = new URL(shop.origin);
      const tool = toolAt(`${host}:${port}/mcp`, { allowsLocal: false });
      expect(await runWith(createMcpTool(parts), tool)).toMatchObject({ ok: false, failure: 'refused' });
      expect(shop.headers).toEqual([]);
    },
  );

  it('is not followed to another host', async () => {
    const shop = await openShop(() => ({ content: [] }));
    const { origin } = await servers.open((_request, response) =>
      response.writeHead(307, { location: shop.origin }).end(),
    );
    expect(await runWith(createMcpTool(parts), toolAt(origin))).toMatchObject({ ok: false });
    expect(shop.headers).toEqual([]);
  });
});

describe('what a server offers', () => {
  it('is listed over all pages, without what no agent could be given', async () => {
    const many = Array.from({ length: 5 }, (_, i) => ({ ...FIND, name: `tool-${String(i)}` }));
    const foreign = {
      ...FIND,
      name: 'foreign',
      inputSchema: { type: 'object', properties: { a: { $ref: 'https://x.example/y' } } },
    };
    const endless = { ...FIND, name: 'endless', inputSchema: { type: 'object', properties: { a: { $ref: '#' } } } };
    const shop = await openShop(() => ({ content: [] }), { tools: [...many, foreign, endless] });
    const offer = await listMcpFunctions({ url: shop.origin, allowsLocal: true }, parts, new AbortController().signal);
    expect(offer.functions.map(({ name }) => name)).toEqual(many.map(({ name }) => name));
    expect(offer.functions[0]).toMatchObject({ description: FIND.description, parameters: FIND.inputSchema });
    expect(offer.unusable).toEqual([
      { name: 'foreign', reason: expect.stringContaining('may only point inside') as string },
      { name: 'endless', reason: expect.stringContaining('Refers to itself') as string },
    ]);
  });

  it('is listed beside a tool of which the protocol forbids what it says', async () => {
    const shop = await openShop(() => ({ content: [] }), { tools: [FIND, { name: '', inputSchema: 7 }] });
    const offer = await listMcpFunctions({ url: shop.origin, allowsLocal: true }, parts, new AbortController().signal);
    expect(offer.functions.map(({ name }) => name)).toEqual([FIND.name]);
    expect(offer.unusable).toEqual([{ name: '', reason: 'It has no name' }]);
  });

  it('is not listed by a server that is not there', async () => {
    const { origin, server } = await servers.open(() => undefined);
    server.close();
    const listing = listMcpFunctions({ url: origin, allowsLocal: true }, parts, new AbortController().signal);
    await expect(listing).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
