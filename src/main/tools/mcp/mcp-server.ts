import { Readable } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import type { McpTool } from '../../../shared/tool/tool';
import { boundedChunks } from '../bounded-text';
import { Filler } from '../filler';
import type { SendRequest } from '../http/guarded-request';
import type { SecretsInUse } from '../secrets-in-use';
import { ToolError } from '../tool-error';

/** Largest answer of a server, in bytes. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_DETAIL_CHARS = 400;
const NOT_MCP = 'The server does not speak MCP over streamable HTTP';

/** Address of a server and the headers of every request to it. */
export type McpAddress = Pick<McpTool, 'url' | 'headers' | 'allowsLocal'>;

export interface McpParts {
  readonly send: SendRequest;
  readonly secrets: SecretsInUse;
  readonly version: string;
}

/**
 * Connects to a server, runs `work`, and disconnects. Every request follows the rules of all tools.
 * @throws ToolError, or the network's error
 */
export async function withMcpServer<T>(
  address: McpAddress,
  { send, secrets, version }: McpParts,
  signal: AbortSignal,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const filler = new Filler({}, (name) => secrets.of(name));
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
    await transport.terminateSession().catch(() => undefined);
    await client.close().catch(() => undefined);
  }
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
    const answer = await send({ url, method, headers, body, allowsLocal }, signal);
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
