/** Where to connect for a URL, and what a tunnel in between would add to the request. */
export interface Route {
  readonly hostname: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

const TWILIO_EGRESS_ADDRESS = '54.172.60.1';

/** True for the names of this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Stands for DNS and the tunnel: public bases lead to local servers, loopback URLs are used as written, and nothing
 * else is reachable, so that a simulated call never leaves the machine.
 */
export class AddressBook {
  readonly #localByHost = new Map<string, URL>();

  constructor(publicBases: Readonly<Record<string, string>>) {
    for (const [publicBase, localBase] of Object.entries(publicBases)) this.map(publicBase, localBase);
  }

  /** From now on `publicBase` (`https://host`) leads to `localBase` (`http://127.0.0.1:port`), as after a tunnel moved. */
  map(publicBase: string, localBase: string): void {
    const local = new URL(localBase);
    if (!isLoopback(local.hostname)) throw new Error(`${localBase} is not on this machine`);
    this.#localByHost.set(new URL(publicBase).host, local);
  }

  /** The way to `url`, or undefined when there is none. */
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
