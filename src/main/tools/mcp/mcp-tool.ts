import { Readable } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpError, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { deadlineSignal, within } from '../../../shared/std/deadline';
import { MAX_ANSWER_CHARS, type McpTool } from '../../../shared/tool/tool';
import { originOf } from '../../../shared/tool/web-address';
import type { Clock } from '../../ports/ports';
import type { ReadToolSecret } from '../../ports/ports-keys';
import type { McpOffer } from '../../ports/ports-tools';
import { boundedChunks } from '../bounded-text';
import { parseArguments } from '../check/call-arguments';
import { Filler } from '../filler';
import type { SendRequest } from '../http/guarded-request';
import { SecretsInUse } from '../secrets-in-use';
import { failed, outcomeOfError, ToolError } from '../tool-error';
import type { ToolExecutor } from '../tool-runner';
import { offerOf } from './mcp-listing';

/** Time limit in ms for connecting, asking and disconnecting, which take several requests. */
const DEADLINE_MS = 30_000;
/** Time limit in ms for the end of a session, which takes place behind the caller's back. */
const GOODBYE_DEADLINE_MS = 5000;
const MAX_PAGES = 10;
/** Largest answer of a server, in bytes. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_DETAIL_CHARS = 400;
const NOT_MCP = 'The server does not speak MCP over streamable HTTP';

interface McpToolParts {
  readonly clock: Pick<Clock, 'after'>;
  readonly send: SendRequest;
  readonly readSecret: ReadToolSecret;
  /** Switchboard's own version, for the server's records. */
  readonly version: string;
}

/** Page of a server's listing. Its tools are read one by one, so that one of them cannot spoil the others. */
const ListingSchema = z.looseObject({ tools: z.array(z.unknown()), nextCursor: z.string().nullish() });

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
      const listed: unknown[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const params = cursor === undefined ? {} : { cursor };
        const { tools, nextCursor } = await client.request({ method: 'tools/list', params }, ListingSchema, {
          signal: limit.signal,
        });
        listed.push(...tools);
        cursor = nextCursor ?? undefined;
        if (cursor === undefined) break;
      }
      return offerOf(listed);
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

/** Address of a server and the headers of every request to it. */
type McpAddress = Pick<McpTool, 'url' | 'headers' | 'allowsLocal'>;

interface McpParts extends Pick<McpToolParts, 'clock' | 'send' | 'version'> {
  readonly secrets: SecretsInUse;
}

/**
 * Connects to a server, runs `work`, and disconnects. Every request follows the rules of all tools.
 * @throws ToolError, or the network's error
 */
async function withMcpServer<T>(
  address: McpAddress,
  { clock, send, secrets, version }: McpParts,
  signal: AbortSignal,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const filler = new Filler({}, secrets);
  const headers = Object.fromEntries(
    filler.rows(address.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]),
  );
  let onBroken = (_error: unknown): void => undefined;
  const broken = new Promise<never>((_resolve, reject) => (onBroken = reject));
  broken.catch(() => undefined);
  const transport = new StreamableHTTPClientTransport(new URL(address.url), {
    requestInit: { headers },
    fetch: guardedFetch({ allowsLocal: address.allowsLocal ?? false, send, signal, onBroken }),
    reconnectionOptions: {
      initialReconnectionDelay: 500,
      maxReconnectionDelay: 500,
      reconnectionDelayGrowFactor: 1,
      maxRetries: 0,
    },
  });
  const client = new Client(
    { name: 'Switchboard', version },
    {
      capabilities: {},
      jsonSchemaValidator: {
        getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
      },
    },
  );
  try {
    const done = client.connect(transport, { signal }).then(() => work(client));
    return await Promise.race([done, broken]);
  } catch (error) {
    throw inOurWords(error);
  } finally {
    void disconnect(transport, client, clock);
  }
}

/** Ends a session, which nobody waits for: the caller has been given the answer already. */
async function disconnect(
  transport: StreamableHTTPClientTransport,
  client: Client,
  clock: McpToolParts['clock'],
): Promise<void> {
  const ended = transport.terminateSession().catch(() => undefined);
  await within(clock, GOODBYE_DEADLINE_MS, ended, undefined);
  await client.close().catch(() => undefined);
}

interface GuardedFetchParts {
  readonly allowsLocal: boolean;
  readonly send: SendRequest;
  readonly signal: AbortSignal;
  /** Called when an answer broke off midway, which the SDK would otherwise wait out. */
  readonly onBroken: (error: unknown) => void;
}

function guardedFetch({ allowsLocal, send, signal, onBroken }: GuardedFetchParts) {
  return async (address: string | URL, init: RequestInit = {}): Promise<Response> => {
    const method = init.method ?? 'GET';
    // The GET stream is for messages a server sends unasked; nobody listens to them here.
    if (method === 'GET') return new Response(null, { status: 405 });
    const url = new URL(address);
    const headers = { ...Object.fromEntries(new Headers(init.headers)), 'accept-encoding': 'gzip, deflate, br' };
    const body = typeof init.body === 'string' ? init.body : null;
    const either = init.signal ? eitherOf(signal, init.signal) : signal;
    const answer = await send({ url, method, headers, body, allowsLocal }, either);
    const known = Object.entries(answer.headers).flatMap(([name, value]) =>
      typeof value === 'string' && name !== 'content-encoding' ? [[name, value] as [string, string]] : [],
    );
    const status = answer.statusCode ?? 500;
    if (status === 204 || status === 205 || status === 304) {
      answer.resume();
      return new Response(null, { status, headers: known });
    }
    const chunks = Readable.toWeb(
      Readable.from(reported(boundedChunks(answer, MAX_MESSAGE_BYTES), onBroken), { objectMode: false }),
    );
    return new Response(chunks as ReadableStream<Uint8Array>, { status, headers: known });
  };
}

async function* reported(chunks: AsyncIterable<Buffer>, onBroken: (error: unknown) => void): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    onBroken(error);
    throw error;
  }
}

/** Rewords the SDK's errors, which quote the server at length, in brief. */
function inOurWords(error: unknown): unknown {
  if (error instanceof McpError)
    return new ToolError('failed', `The server refused: ${error.message.slice(0, MAX_DETAIL_CHARS)}`);
  if (isNonsense(error)) return new ToolError('failed', NOT_MCP);
  if (!(error instanceof StreamableHTTPError)) return error;
  const { code } = error;
  if (code === 401 || code === 403)
    return new ToolError('failed', `The server wants to know who asks (HTTP ${String(code)})`);
  if (code === undefined || code < 100) return new ToolError('failed', NOT_MCP);
  return new ToolError('failed', `The server answered HTTP ${String(code)}`);
}

/** True for an answer that is JSON but no message of the protocol, or whose status `Response` refuses. */
function isNonsense(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.name.endsWith('ZodError'));
}

/** Signal that is aborted with the first of the two. The tests' oldest Electron has no `AbortSignal.any`. */
function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const either = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) either.abort(signal.reason);
    else signal.addEventListener('abort', () => either.abort(signal.reason), { once: true, signal: either.signal });
  }
  return either.signal;
}
