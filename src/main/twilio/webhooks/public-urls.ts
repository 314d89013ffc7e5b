import twilio from 'twilio';
import type { WebhookRoute } from '../../ports/ports-webhooks';

/**
 * Returns a webhook's absolute address as it is written into Twilio, and as Twilio signs it. `token`: of a leg, which
 * tells what the carrier may request or report there.
 */
export function webhookUrl(base: URL, route: WebhookRoute, token?: string): string {
  const query = token === undefined ? '' : `?t=${token}`;
  return `${base.protocol}//${base.host}${prefixOf(base)}${route}${query}`;
}

/** Returns the address of a call's media stream: `wss`, or `ws` where the public base is plain http on this machine. */
export function streamUrl(base: URL, token: string): string {
  return `${base.protocol === 'https:' ? 'wss:' : 'ws:'}//${base.host}${streamPath(base, token)}`;
}

/** Returns the path of `streamUrl`. */
function streamPath(base: URL, token: string): string {
  return `${prefixOf(base)}/call/${token}`;
}

function prefixOf(base: URL): string {
  return base.pathname.replace(/\/+$/, '');
}

const SHA1_IN_BASE64 = /^[A-Za-z0-9+/]{27}=$/;

/** True for a token that can prove anything: with an empty key anybody can compute every signature. */
export function isUsableToken(authToken: string | undefined): authToken is string {
  return authToken !== undefined && authToken.trim() !== '';
}

/** True when Twilio signed a form posted to `url`, an address from our own configuration. Never throws. */
export function isSignedForm(
  authToken: string | undefined,
  signature: unknown,
  url: string,
  fields: Readonly<Record<string, string>>,
): boolean {
  return isUsableToken(authToken) && isSignature(signature) && validates(authToken, signature, url, fields);
}

/**
 * True when Twilio signed the upgrade of the stream with this token. Never throws. Twilio signs the address in the
 * TwiML, but has been seen to add a slash or the port, or to name the plain scheme. The library bridges none of these.
 */
export function isSignedUpgrade(
  authToken: string | undefined,
  signature: unknown,
  base: URL,
  streamToken: string,
): boolean {
  if (!isUsableToken(authToken) || !isSignature(signature)) return false;
  const path = streamPath(base, streamToken);
  const isSecure = base.protocol === 'https:';
  const hosts = base.port === '' ? [base.host, `${base.host}:${isSecure ? 443 : 80}`] : [base.host];
  for (const scheme of isSecure ? ['wss', 'https'] : ['ws', 'http']) {
    for (const host of hosts) {
      for (const end of ['', '/']) {
        if (validates(authToken, signature, `${scheme}://${host}${path}${end}`, {})) return true;
      }
    }
  }
  return false;
}

function isSignature(value: unknown): value is string {
  return typeof value === 'string' && SHA1_IN_BASE64.test(value);
}

function validates(authToken: string, signature: string, url: string, fields: Readonly<Record<string, string>>) {
  try {
    return twilio.validateRequest(authToken, signature, url, fields);
  } catch {
    return false;
  }
}
