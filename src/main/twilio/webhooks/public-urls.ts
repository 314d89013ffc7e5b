import twilio from 'twilio';
import type { SigningFault } from '../../../shared/line/signing-fault';
import type { WebhookRoute, WebhookSignature } from '../../ports/ports-webhooks';

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

/** True for a token that can prove anything: with an empty key anybody can compute every signature. */
export function isUsableToken(authToken: string | undefined): authToken is string {
  return authToken !== undefined && authToken.trim() !== '';
}

/** Keys with which an account's requests can be signed. `sharedSecret`: of the SharedKey, where the account has one. */
export interface SigningKeys {
  readonly authToken: string | undefined;
  readonly sharedSecret?: string | undefined;
}

/** Reason why a request is not proven to be Twilio's. `signature`: it is not signed with the Auth Token. */
export type SignatureFault = 'signature' | SigningFault;

/**
 * Returns the reason why a form posted to `url`, an address from our own configuration, is not proven to be Twilio's;
 * undefined: it is. Never throws.
 */
export function formFault(
  keys: SigningKeys,
  signature: WebhookSignature,
  url: string,
  fields: Readonly<Record<string, string>>,
): SignatureFault | undefined {
  const signing = signingOf(keys, signature);
  if (typeof signing === 'string') return signing;
  return validates(signing, url, fields) ? undefined : signing.fault;
}

/**
 * Returns the reason why the upgrade of the stream with this token is not proven to be Twilio's; undefined: it is. Never
 * throws. Twilio signs the address in the TwiML, but has been seen to add a slash or the port, or to name the plain scheme.
 * The library bridges none of these.
 */
export function upgradeFault(
  keys: SigningKeys,
  signature: WebhookSignature,
  base: URL,
  streamToken: string,
): SignatureFault | undefined {
  const signing = signingOf(keys, signature);
  if (typeof signing === 'string') return signing;
  const path = streamPath(base, streamToken);
  const isSecure = base.protocol === 'https:';
  const hosts = base.port === '' ? [base.host, `${base.host}:${isSecure ? 443 : 80}`] : [base.host];
  for (const scheme of isSecure ? ['wss', 'https'] : ['ws', 'http']) {
    for (const host of hosts) {
      for (const end of ['', '/']) {
        if (validates(signing, `${scheme}://${host}${path}${end}`, {})) return undefined;
      }
    }
  }
  return signing.fault;
}

/** Forms of a signature: base64 of the bytes of its hash. */
const SIGNATURES = { HMAC_SHA1: /^[A-Za-z0-9+/]{27}=$/, HMAC_SHA256: /^[A-Za-z0-9+/]{43}=$/ } as const;

interface Signing {
  readonly key: string;
  readonly algorithm: keyof typeof SIGNATURES;
  readonly value: string;
  /** Fault when the signature does not fit. */
  readonly fault: SignatureFault;
}

/** Chooses key and hash: a request with settings is signed with the SharedKey, by the algorithm that it names. */
function signingOf(
  { authToken, sharedSecret }: SigningKeys,
  { value, settings }: WebhookSignature,
): Signing | SignatureFault {
  if (value === undefined) return 'signature';
  if (settings === undefined || settings === '') {
    if (!isUsableToken(authToken) || !SIGNATURES.HMAC_SHA1.test(value)) return 'signature';
    return { key: authToken, algorithm: 'HMAC_SHA1', value, fault: 'signature' };
  }
  const algorithm = twilio.getSignatureAlgorithm(settings).toUpperCase();
  if (algorithm !== 'HMAC_SHA1' && algorithm !== 'HMAC_SHA256') return 'unknown-algorithm';
  if (!isUsableToken(sharedSecret)) return 'no-shared-secret';
  if (!SIGNATURES[algorithm].test(value)) return 'wrong-shared-secret';
  return { key: sharedSecret, algorithm, value, fault: 'wrong-shared-secret' };
}

/** Compares in constant time, as the library does. */
function validates({ key, value, algorithm }: Signing, url: string, fields: Readonly<Record<string, string>>): boolean {
  try {
    return twilio.validateRequest(key, value, url, fields, algorithm);
  } catch {
    return false;
  }
}
