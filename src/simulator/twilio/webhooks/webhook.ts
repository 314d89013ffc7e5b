import { request, type IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../clock';
import type { AddressBook, Route } from '../address-book';
import { signatureHeaders, type FormParams, type SignatureMode, type SigningKeys } from './signature';

/** One signed request from Twilio to the product. */
export interface WebhookRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly params: FormParams;
  readonly signature: SignatureMode;
}

/** The answer after redirects, or Twilio's code for the lack of a valid one. `status` 0: no answer at all. */
export interface WebhookReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly url: string;
  readonly code: number | undefined;
}

/** Services needed to send a webhook. */
export interface WebhookSender {
  readonly clock: Clock;
  readonly book: AddressBook;
  readonly keys: SigningKeys;
  readonly closing: AbortSignal;
}

const MAX_REDIRECTS = 10;
/** Most bytes Twilio reads of a body; beyond it the request fails with 11750. */
const MAX_BODY_BYTES = 65_536;

/** Sends a webhook with Twilio's time limits, retries and redirects. Never rejects. */
export async function sendWebhook(sender: WebhookSender, request: WebhookRequest): Promise<WebhookReply> {
  const first = parseUrl(request.url);
  if (!first) return noAnswer(request.url, 11200);
  const limits = webhookLimits(first);
  const deadlineMs = sender.clock.nowMs() + limits.totalMs;
  let { url, method }: { url: string; method: 'GET' | 'POST' } = request;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const reply = await tryRequest(sender, { ...request, url, method }, limits, deadlineMs);
    if (!reply.ok) return noAnswer(url, reply.code);
    const location = reply.headers.location;
    if (reply.status < 300 || reply.status >= 400 || location === undefined) return answered(reply, url);
    if (reply.status < 307) method = 'GET';
    const target = parseUrl(location, url);
    if (!target) return noAnswer(url, 11200);
    url = target.href;
  }
  return noAnswer(url, 11215);
}

type FailureCode = 11200 | 11205 | 11206 | 11210 | 11215 | 11750;
type Attempt = Extract<WireReply, { ok: true }> | { readonly ok: false; readonly code: FailureCode };

async function tryRequest(
  sender: WebhookSender,
  request: WebhookRequest,
  limits: WebhookLimits,
  deadlineMs: number,
): Promise<Attempt> {
  const unfragmented = request.url.split('#', 1)[0] ?? '';
  const query = request.method === 'GET' ? new URLSearchParams(request.params).toString() : '';
  const signedUrl = query === '' ? unfragmented : unfragmented + (unfragmented.includes('?') ? '&' : '?') + query;
  const url = new URL(signedUrl);
  const route = sender.book.route(url);
  if (!route) return { ok: false, code: 11210 };
  const body = request.method === 'POST' ? new URLSearchParams(request.params).toString() : '';
  const signed = request.method === 'POST' ? request.params : {};
  const signature = signatureHeaders(request.signature, sender.keys, signedUrl, signed);
  for (let attempt = 0; ; attempt += 1) {
    const leftMs = Math.max(0, deadlineMs - sender.clock.nowMs());
    const reply = await sendRequest(sender.clock, {
      route,
      method: request.method,
      path: url.pathname + url.search,
      headers: headersFor(request.method, body, signature),
      body,
      connectLimitMs: Math.min(limits.connectMs, leftMs),
      readLimitMs: Math.min(limits.readMs, leftMs),
      closing: sender.closing,
    });
    const isFinal = sender.closing.aborted || attempt >= limits.retries || sender.clock.nowMs() >= deadlineMs;
    if (isFinal || !deservesRetry(reply, limits)) return reply;
  }
}

function deservesRetry(reply: WireReply, { retryPolicy }: WebhookLimits): boolean {
  const all = retryPolicy.includes('all');
  if (!reply.ok) return reply.beforeConnection || all || retryPolicy.includes('rt');
  if (reply.status >= 500) return all || retryPolicy.includes('5xx');
  return reply.status >= 400 && (all || retryPolicy.includes('4xx'));
}

function headersFor(
  method: 'GET' | 'POST',
  body: string,
  signature: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    Connection: 'close',
    ...(method === 'POST' && {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': String(Buffer.byteLength(body)),
    }),
    ...signature,
  };
}

function answered(reply: Extract<WireReply, { ok: true }>, url: string): WebhookReply {
  const contentType = (reply.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const code = reply.status >= 400 ? 11200 : undefined;
  return { status: reply.status, contentType, body: reply.body, url, code };
}

function noAnswer(url: string, code: number): WebhookReply {
  return { status: 0, contentType: '', body: '', url, code };
}

function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Kind of failure that Twilio tries again. */
type RetryPolicy = 'ct' | 'rt' | '4xx' | '5xx' | 'all';

/** Time limits and attempts of one URL; milliseconds. */
interface WebhookLimits {
  readonly connectMs: number;
  readonly readMs: number;
  readonly totalMs: number;
  readonly retries: number;
  readonly retryPolicy: readonly RetryPolicy[];
}

const POLICIES: readonly RetryPolicy[] = ['ct', 'rt', '4xx', '5xx', 'all'];

/** Reads the limits of one URL: Twilio's defaults, overridden by its fragment (`#ct=2000&rt=5000&rc=2&tt=12000`). */
function webhookLimits(url: URL): WebhookLimits {
  const overrides = new URLSearchParams(url.hash.slice(1));
  const policy = (overrides.get('rp') ?? 'ct').split(',');
  return {
    connectMs: bounded(overrides.get('ct'), 100, 10_000, 5_000),
    readMs: bounded(overrides.get('rt'), 100, 15_000, 15_000),
    totalMs: bounded(overrides.get('tt'), 100, 15_000, 15_000),
    retries: bounded(overrides.get('rc'), 0, 5, 1),
    retryPolicy: POLICIES.filter((known) => policy.includes(known)),
  };
}

function bounded(text: string | null, least: number, most: number, otherwise: number): number {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isInteger(value) && value >= least && value <= most ? value : otherwise;
}

/** One HTTP request on the wire; all limits in milliseconds. */
interface WireRequest {
  readonly route: Route;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connectLimitMs: number;
  readonly readLimitMs: number;
  /** Aborted when the simulator closes. */
  readonly closing: AbortSignal;
}

/** Answer or failure of a request; `beforeConnection` tells a refused connection from a broken answer. */
type WireReply =
  | { readonly ok: true; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  | { readonly ok: false; readonly code: 11200 | 11205 | 11206 | 11750; readonly beforeConnection: boolean };

/** Makes one HTTP/1.1 request on its own connection. Never rejects. */
function sendRequest(clock: Clock, wire: WireRequest): Promise<WireReply> {
  return new Promise((resolve) => {
    let isConnected = false;
    let disarm = clock.after(wire.connectLimitMs, () => fail(11205));
    const outgoing = request({
      agent: false,
      hostname: wire.route.hostname,
      port: wire.route.port,
      method: wire.method,
      path: wire.path,
      setHost: false,
      headers: { ...wire.headers, ...wire.route.headers },
    });
    const settle = (reply: WireReply): void => {
      disarm();
      wire.closing.removeEventListener('abort', close);
      resolve(reply);
      outgoing.destroy();
    };
    const fail = (code: 11200 | 11205 | 11206 | 11750): void => {
      settle({ ok: false, code, beforeConnection: !isConnected });
    };
    const close = (): void => fail(11200);
    wire.closing.addEventListener('abort', close);
    outgoing.on('socket', (socket) => {
      socket.once('connect', () => {
        isConnected = true;
        disarm();
        disarm = clock.after(wire.readLimitMs, () => fail(11200));
      });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (!isConnected) fail(11205);
      else fail(error.code?.startsWith('HPE_') ? 11206 : 11200);
    });
    outgoing.on('response', (incoming) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > MAX_BODY_BYTES) fail(11750);
        else parts.push(part);
      });
      incoming.on('error', () => fail(11200));
      incoming.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        settle({ ok: true, status: incoming.statusCode ?? 0, headers: incoming.headers, body });
      });
    });
    outgoing.end(wire.body);
  });
}
