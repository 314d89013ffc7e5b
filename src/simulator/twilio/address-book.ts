import type { CallLog } from './call-log';

/** The local server behind a URL, and the headers a tunnel would add to the request. */
export interface Route {
  readonly hostname: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

const TWILIO_EGRESS_ADDRESS = '54.172.60.1';

/** True for a hostname of this machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Stands in for DNS and the tunnel: public bases map to local servers, and loopback URLs are used as written. Nothing else
 * is reachable, so that a simulated call never leaves the machine.
 */
export class AddressBook {
  readonly #localByHost = new Map<string, URL>();

  constructor(publicBases: Readonly<Record<string, string>>) {
    for (const [publicBase, localBase] of Object.entries(publicBases)) this.map(publicBase, localBase);
  }

  /** Maps `publicBase` (`https://host`) to `localBase` (`http://127.0.0.1:port`), as when a tunnel has moved. */
  map(publicBase: string, localBase: string): void {
    const local = new URL(localBase);
    if (!isLoopback(local.hostname)) throw new Error(`${localBase} is not on this machine`);
    this.#localByHost.set(new URL(publicBase).host, local);
  }

  /** Resolves `url`; undefined if it is unreachable. */
  route(url: URL): Route | undefined {
    const local = this.#localByHost.get(url.host);
    if (local) {
      return {
        hostname: bare(local.hostname),
        port: Number(local.port || 80),
        headers: {
          Host: url.host,
          'X-Forwarded-Proto': 'https',
          'X-Forwarded-Host': url.host,
          'X-Forwarded-For': TWILIO_EGRESS_ADDRESS,
        },
      };
    }
    const isPlain = url.protocol === 'http:' || url.protocol === 'ws:';
    if (!isPlain || !isLoopback(url.hostname)) return undefined;
    return { hostname: bare(url.hostname), port: Number(url.port || 80), headers: { Host: url.host } };
  }
}

function bare(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** The resolved address of a `<Stream url>`, or Twilio's code for why it cannot be reached. */
export type StreamAddress =
  | { readonly signedUrl: string; readonly connectUrl: string; readonly route: Route }
  | { readonly code: 31922 | 31923 | 31904 };

/**
 * Resolves a `<Stream url>` by Twilio's rules: only `wss`, or `ws` to this machine, which stands for a tunnel. Any query is
 * removed, as Twilio does.
 */
export function streamAddress(text: string, book: AddressBook, log: CallLog): StreamAddress {
  const written = text.split('#', 1)[0] ?? '';
  const signedUrl = written.split('?', 1)[0] ?? '';
  if (signedUrl !== written) log.violation('stream-url-has-query', '');
  let url: URL;
  try {
    url = new URL(signedUrl);
  } catch {
    return { code: 31923 };
  }
  const isPlainHere = url.protocol === 'ws:' && isLoopback(url.hostname);
  if (url.protocol !== 'wss:' && !isPlainHere) return { code: 31922 };
  const route = book.route(url);
  if (!route) return { code: 31904 };
  const hostname = route.hostname.includes(':') ? `[${route.hostname}]` : route.hostname;
  return { signedUrl, connectUrl: `ws://${hostname}:${route.port}${url.pathname}`, route };
}
