import { lookup } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { checkedLookup, mayAsk, type Resolve } from './checked-lookup';

/** A tool's request as sent over the network. */
export interface ToolRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** True when this machine and its network may be contacted. */
  readonly allowsLocal: boolean;
}

/** Sends a request and resolves with its answer once the headers have arrived. Redirects are returned, not followed. */
export type SendRequest = (request: ToolRequest, signal: AbortSignal) => Promise<http.IncomingMessage>;

/** The request may not be made at all. Its message is fit for the model to read. */
export class RequestRefused extends Error {}

export interface SenderParts {
  /** Resolver of host names; the system's own when absent. */
  readonly resolve?: Resolve;
  /** Ports of this machine where Switchboard itself listens. No tool may speak to them. */
  readonly ownPorts?: () => ReadonlySet<number>;
}

const MAX_URL_CHARS = 8192;
const MAX_HEADER_BYTES = 32 * 1024;

/** Ports of services that could mistake a request for one of theirs; browsers block the same ones. */
const OTHER_SERVICES: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531,
  532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
]);

/**
 * The only way out for tools: http and https without proxies, without credentials in addresses, and without ports of other
 * services or our own. Addresses of this machine and its network need the tool's permission, whatever a name leads to. Rejects
 * with `RequestRefused`, or with the network's error.
 */
export function createSender({ resolve = systemResolve, ownPorts = () => new Set() }: SenderParts = {}): SendRequest {
  return (request, signal) => {
    const refusal = refusalOf(request, ownPorts());
    if (refusal !== undefined) return Promise.reject(new RequestRefused(refusal));
    const { url, method, headers, body } = request;
    const client = url.protocol === 'https:' ? https : http;
    return new Promise((answered, failed) => {
      const sent = client.request(
        url,
        {
          method,
          signal,
          /** One connection for each request: a pooled one would skip the check of where the name leads now. */
          agent: new client.Agent({ keepAlive: false }),
          lookup: checkedLookup(resolve, request.allowsLocal),
          maxHeaderSize: MAX_HEADER_BYTES,
          headers: { 'user-agent': 'Switchboard', ...headers, ...lengthOf(body, method) },
        },
        answered,
      );
      sent.on('error', failed);
      sent.on('upgrade', (_response, socket) => {
        socket.on('error', () => undefined).destroy();
        failed(new RequestRefused('The service wanted to speak another protocol'));
      });
      sent.end(body ?? undefined);
    });
  };
}

function refusalOf({ url, allowsLocal }: ToolRequest, ownPorts: ReadonlySet<number>): string | undefined {
  const isHttp = url.protocol === 'http:';
  if (!isHttp && url.protocol !== 'https:') return 'Only http and https may be asked';
  if (url.username !== '' || url.password !== '') return 'The address holds a user name or a password';
  if (url.href.length > MAX_URL_CHARS) return 'The address is too long';
  const port = url.port === '' ? (isHttp ? 80 : 443) : Number(url.port);
  if (OTHER_SERVICES.has(port)) return `Port ${String(port)} is of another service`;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !mayAsk(host, allowsLocal)) return 'The address is inside this network';
  return allowsLocal && ownPorts.has(port) ? 'Port of Switchboard itself' : undefined;
}

function lengthOf(body: string | null, method: string): Readonly<Record<string, string>> {
  if (body === null) return method === 'GET' || method === 'DELETE' ? {} : { 'content-length': '0' };
  return { 'content-length': String(Buffer.byteLength(body)) };
}

function systemResolve(hostname: string, done: Parameters<Resolve>[1]): void {
  lookup(hostname, { all: true }, done);
}
