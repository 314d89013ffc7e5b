import { lookup, type LookupAddress } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { INTERNAL_ADDRESS, ToolError } from '../tool-error';

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
 * with `ToolError`, or with the network's error.
 */
export function createSender({ resolve = systemResolve, ownPorts = () => new Set() }: SenderParts = {}): SendRequest {
  return (request, signal) => {
    const refusal = refusalOf(request, ownPorts());
    if (refusal !== undefined) return Promise.reject(new ToolError('refused', refusal));
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
        failed(new ToolError('refused', 'The service wanted to speak another protocol'));
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

/**
 * Resolves a host name to all its addresses, as `dns.lookup` with `all` does. On an error there is no list, not even an empty
 * one.
 */
export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[] | undefined) => void,
) => void;

/**
 * A `lookup` for sockets that connects only to the addresses it checked, so a name that answers differently the second time
 * gains nothing. A single disallowed address refuses them all.
 */
function checkedLookup(resolve: Resolve, allowsLocal: boolean): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, (error, addresses = []) => {
      const [first] = addresses;
      if (error !== null) done(error, '');
      else if (first === undefined) done(failure('ENOTFOUND'), '');
      else if (!addresses.every(({ address }) => mayAsk(address, allowsLocal))) done(failure(INTERNAL_ADDRESS), '');
      else if (options.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
}

/** True when a tool may connect to the address. */
function mayAsk(address: string, allowsLocal: boolean): boolean {
  const whose = classOf(address);
  return whose === 'public' || (whose === 'local' && allowsLocal);
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

/** Reach of an address: public on the internet, local to this machine and its network, or never to be contacted. */
type AddressClass = 'public' | 'local' | 'never';

type Network = readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'];

/** Networks of this machine and around it. A tool may reach them when its user says so. */
const LOCAL: readonly Network[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
];

/** Networks of no use to any tool: link-local, cloud metadata, multicast, and ranges that embed another address. */
const NEVER: readonly Network[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['5f00::', 16, 'ipv6'],
  ['fd00:ec2::', 32, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const local = listOf(LOCAL);
const never = listOf(NEVER);
/** All of `::/96` except the machine itself: old notations for IPv4 in IPv6. */
const compatible = listOf([['::', 96, 'ipv6']]);

/**
 * Classifies an IP literal without a port. IPv4 embedded in IPv6 counts as the address it holds. Anything that is no address is
 * `never`.
 */
export function classOf(address: string): AddressClass {
  const family = isIP(address);
  if (family === 0) return 'never';
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (never.check(address, type)) return 'never';
  if (local.check(address, type)) return 'local';
  return type === 'ipv6' && compatible.check(address, type) ? 'never' : 'public';
}

function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix, family] of networks) list.addSubnet(network, prefix, family);
  return list;
}
