import type { IncomingMessage } from 'node:http';

/** Refusal of a request. `reason` is for the log. */
export interface Refusal {
  readonly status: 403 | 404 | 421;
  readonly reason: string;
}

/** Host names under which this machine may call the console; a page that rebinds its own name to us has another. */
const HOSTS = ['127.0.0.1', 'localhost', '[::1]'];
const HTTP_PORT = 80;

/** Access control of the console, by exact host, exact origin, and the browser's word on the page that asks. */
export class ConsoleAccess {
  private readonly hosts: ReadonlySet<string>;

  constructor(port: number) {
    // A browser leaves the port of http itself away.
    const suffix = port === HTTP_PORT ? '' : `:${port}`;
    this.hosts = new Set(HOSTS.map((host) => `${host}${suffix}`));
  }

  /** Checks a request for a page or file, which contains no data. Undefined: admitted. */
  refuseRead(request: IncomingMessage): Refusal | undefined {
    const { headers } = request;
    const host = this.hostOf(request);
    if (host === undefined) return { status: 421, reason: 'host' };
    if (headers.origin !== undefined && headers.origin !== `http://${host}`) return { status: 403, reason: 'origin' };
    const isNavigation = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
      return { status: 403, reason: 'sec-fetch-site' };
    }
    return undefined;
  }

  /** Checks a request that opens a session or a socket: only the console's own page may. Undefined: admitted. */
  refuseUse(request: IncomingMessage): Refusal | undefined {
    const { headers } = request;
    const host = this.hostOf(request);
    if (host === undefined) return { status: 421, reason: 'host' };
    if (headers.origin !== `http://${host}`) return { status: 403, reason: 'origin' };
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin') return { status: 403, reason: 'sec-fetch-site' };
    return undefined;
  }

  /**
   * Returns the host header if there is exactly one and it names us. Node takes the first of two, so they are counted.
   */
  private hostOf(request: IncomingMessage): string | undefined {
    const names = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
    const host = request.headers.host;
    return names.length === 1 && host !== undefined && this.hosts.has(host) ? host : undefined;
  }
}
