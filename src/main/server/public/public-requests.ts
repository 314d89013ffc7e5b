import type { IncomingMessage } from 'node:http';
import type { WebhookSignature } from '../../ports/ports-webhooks';

/** Largest form, in bytes. Twilio's own fields come to 2 kB; what add-ons found out about a caller, to tens. */
export const MAX_BODY_BYTES = 128 * 1024;
const MAX_HEADERS = 40;

const SIGNATURE = 'x-twilio-signature';
const SIGNATURE_SETTINGS = 'x-twilio-webhooks-signature-settings';
/** Headers that may come only once: with two, two readers could see two requests. */
const SINGLE_HEADERS = ['content-type', 'content-length', 'transfer-encoding', SIGNATURE, SIGNATURE_SETTINGS];
const FORM = /^application\/x-www-form-urlencoded(?:;\s*charset="?utf-8"?)?$/i;
const WEBHOOK_PATH = /^(\/twiml|\/status)(?:\?t=([A-Za-z0-9_-]{43}))?$/;
const STREAM_PATH = /^\/call\/([A-Za-z0-9_-]{43})$/;

/** Request refused before its content is read. `message` is a code for the log. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(
    readonly statusCode: 400 | 413 | 415,
    reason: string,
  ) {
    super(reason);
  }
}

/** Returns the fault of the raw headers, if any. Node itself refuses some of these, but not all in every version. */
export function headerFault(request: IncomingMessage): string | undefined {
  const { rawHeaders } = request;
  if (rawHeaders.length > MAX_HEADERS * 2) return 'too-many-headers';
  const counts = new Map<string, number>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.get('host') !== 1) return 'host';
  if (SINGLE_HEADERS.some((name) => (counts.get(name) ?? 0) > 1)) return 'doubled-header';
  if (counts.has('transfer-encoding') && counts.has('content-length')) return 'two-lengths';
  return undefined;
}

/** Refuses anything but a small form, judged by its headers. */
export function formRefusal(request: IncomingMessage): RefusedRequest | undefined {
  if (!FORM.test(request.headers['content-type'] ?? '')) return new RefusedRequest(415, 'content-type');
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return new RefusedRequest(413, 'body-too-long');
  return undefined;
}

/** Returns the local path of a request. A proxy may or may not strip the prefix of our public base. */
export function ownPath(rawUrl: string | undefined, base: URL | undefined): string {
  const path = rawUrl ?? '';
  const prefix = base?.pathname.replace(/\/+$/, '') ?? '';
  return prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

/** Parses the path of a webhook and a leg's token in it. Any other query is not ours. */
export function webhookOf(
  path: string,
): { readonly route: '/twiml' | '/status'; readonly token: string | undefined } | undefined {
  const [, route, token] = WEBHOOK_PATH.exec(path) ?? [];
  return route === '/twiml' || route === '/status' ? { route, token } : undefined;
}

/** Parses the token in a media stream's path. Some carriers' proxies add a slash at the end. */
export function streamToken(path: string): string | undefined {
  return STREAM_PATH.exec(path.replace(/\/$/, ''))?.[1];
}

/**
 * Parses a form, once for all its readers. Throws `RefusedRequest` for a doubled key, which could be read in two ways.
 */
export function parseForm(text: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of new URLSearchParams(text)) {
    if (key in fields) throw new RefusedRequest(400, 'doubled-field');
    fields[key] = value;
  }
  return fields;
}

/** Returns the signature of a request, from headers that come once at most. */
export function signatureOf({ headers }: IncomingMessage): WebhookSignature {
  const [value, settings] = [headers[SIGNATURE], headers[SIGNATURE_SETTINGS]];
  return {
    value: typeof value === 'string' ? value : undefined,
    settings: typeof settings === 'string' ? settings : undefined,
  };
}
