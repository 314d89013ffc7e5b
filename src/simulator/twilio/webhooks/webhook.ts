import type { Clock } from '../../clock';
import type { AddressBook } from '../address-book';
import { sendRequest, type WireReply } from './http-request';
import { signatureFor, type FormParams, type SignatureMode } from './signature';

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
  readonly authToken: string;
  readonly closing: AbortSignal;
}

const MAX_REDIRECTS = 10;

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
  const signature = signatureFor(
    request.signature,
    sender.authToken,
    signedUrl,
    request.method === 'POST' ? request.params : {},
  );
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

function headersFor(method: 'GET' | 'POST', body: string, signature: string | undefined): Record<string, string> {
  return {
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    Connection: 'close',
    ...(method === 'POST' && {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': String(Buffer.byteLength(body)),
    }),
    ...(signature !== undefined && { 'X-Twilio-Signature': signature }),
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
