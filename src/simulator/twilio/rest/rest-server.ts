import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../clock';
import type { NumberRecord } from './phone-numbers';
import { RestError } from './rest-error';
import { routeRest, type AccountFacts, type CallDesk } from './rest-routes';

/** A request the product made to the REST API. `status` 0: the connection was reset on purpose. */
export interface RestRecord {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly status: number;
}

/** A fault to inject into the next REST requests. */
export interface RestFault {
  readonly kind: 'latency' | 'too-many-requests' | 'server-error' | 'reset' | 'html-502';
  /** For `latency`: time the request is held back; ms. */
  readonly ms?: number;
  /** For `latency`: the request is also held back until this resolves. */
  readonly until?: Promise<void>;
  /**
   * For `too-many-requests`: names the time until which every such request is refused, as a number of seconds or as a date.
   * Absent: it names none.
   */
  readonly retryAfter?: { readonly seconds: number; readonly as: 'seconds' | 'date' };
  /** Number of requests it affects; 1 by default. */
  readonly times?: number;
  /** Affects only requests whose path contains this. */
  readonly path?: string;
}

/** Dependencies of the REST server. */
export interface RestParts {
  readonly account: AccountFacts;
  /** Standard API keys: SID to secret. */
  readonly apiKeys: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, NumberRecord>;
  readonly desk: CallDesk;
  readonly faults: RestFaults;
  readonly note: (record: RestRecord) => void;
}

const MAX_BODY_BYTES = 65_536;

/** Creates a server for Twilio's REST API under `/2010-04-01`; it is not listening yet. */
export function createRestServer(parts: RestParts): Server {
  return createServer((incoming, outgoing) => {
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => outgoing.destroy());
    answer(parts, incoming, outgoing).catch((error: unknown) => {
      const refusal = error instanceof RestError ? error : new RestError(500, 20500, 'Internal server error');
      send(outgoing, refusal.status, errorBody(refusal.status, refusal.code, refusal.message));
    });
  });
}

async function answer(parts: RestParts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://simulator');
  const method = incoming.method ?? 'GET';
  const form = new URLSearchParams(await bodyOf(incoming));
  const params = Object.fromEntries([...url.searchParams, ...form]);
  outgoing.on('finish', () => parts.note({ method, path: url.pathname, params, status: outgoing.statusCode }));
  const fault = await parts.faults.strike(url.pathname);
  switch (fault?.kind) {
    case 'too-many-requests':
      if (fault.retryAfter !== undefined) setRetryAfter(outgoing, fault.retryAfter);
      throw new RestError(429, 20429, 'Too Many Requests');
    case 'server-error':
      throw new RestError(500, 20500, 'Internal server error');
    case 'html-502':
      outgoing.writeHead(502, { 'Content-Type': 'text/html' }).end('<html><body>502 Bad Gateway</body></html>');
      return;
    case 'reset':
      parts.note({ method, path: url.pathname, params, status: 0 });
      incoming.socket.resetAndDestroy();
      return;
    case 'latency':
    case undefined:
  }
  const user = authenticate(parts, incoming.headers.authorization);
  const request = { method, path: url.pathname, query: url.searchParams, form, isApiKey: user.startsWith('SK') };
  const { status, body } = await routeRest(request, parts.account, parts.numbers, parts.desk);
  send(outgoing, status, body);
}

function authenticate({ account, apiKeys }: RestParts, header: string | undefined): string {
  const [scheme, encoded] = (header ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) {
    throw new RestError(401, 20003, 'Authentication Error - No credentials provided');
  }
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const user = decoded.slice(0, colon);
  const password = decoded.slice(colon + 1);
  const isAccount = user === account.sid && password === account.authToken;
  if (!isAccount && apiKeys.get(user) !== password) throw new RestError(401, 20003, 'Authenticate');
  return user;
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) throw new RestError(413, 20001, 'Request body too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(outgoing: ServerResponse, status: number, body: Record<string, unknown>): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const text = JSON.stringify(body);
  outgoing
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
    .end(text);
}

interface Armed {
  readonly fault: RestFault;
  left: number;
}

/** Sets `Retry-After` in either of its forms, beside the `Date` from which the date counts. */
function setRetryAfter(outgoing: ServerResponse, { seconds, as }: NonNullable<RestFault['retryAfter']>): void {
  const now = Date.now();
  outgoing.setHeader('Date', new Date(now).toUTCString());
  outgoing.setHeader('Retry-After', as === 'seconds' ? seconds : new Date(now + seconds * 1000).toUTCString());
}

/** Faults waiting for a request to affect. */
export class RestFaults {
  readonly #clock: Clock;
  #armed: Armed[] = [];
  /** Refusal of every request until a time of the clock. */
  #refusing: { readonly fault: RestFault; readonly untilMs: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  arm(fault: RestFault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  /** Takes the fault for a request to `path`. Resolves after any latency; the next fault in the queue follows it. */
  async strike(path: string): Promise<RestFault | undefined> {
    if (this.#refusing && this.#clock.nowMs() < this.#refusing.untilMs) return this.#refusing.fault;
    for (;;) {
      const armed = this.#armed.find(({ fault }) => fault.path === undefined || path.includes(fault.path));
      if (!armed) return undefined;
      armed.left -= 1;
      if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
      const { kind, ms = 0, until, retryAfter } = armed.fault;
      if (retryAfter) {
        this.#refusing = { fault: armed.fault, untilMs: this.#clock.nowMs() + retryAfter.seconds * 1000 };
      }
      if (kind !== 'latency') return armed.fault;
      await new Promise<void>((resolve) => this.#clock.after(ms, resolve));
      await until;
      if (armed.left > 0) return undefined;
    }
  }
}

/** The JSON body of an error answer. */
function errorBody(status: number, code: number, message: string): Record<string, unknown> {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}
