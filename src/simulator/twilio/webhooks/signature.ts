import { createHmac } from 'node:crypto';

/** Form fields of a webhook; Twilio never repeats a key. */
export type FormParams = Readonly<Record<string, string>>;

/** Signature mode of a simulated request; `trailing-slash` is what some integrators saw on media streams. */
export type SignatureMode = 'right' | 'wrong' | 'omitted' | 'trailing-slash';

/** SharedKey with which a rule of the account has its requests signed, instead of the Auth Token. */
export interface SharedKey {
  readonly id: string;
  readonly secret: string;
  /** True when the rule holds for the upgrades of media streams too, which Twilio does not document. */
  readonly signsStreams: boolean;
}

/** Keys with which an account signs its requests. */
export interface SigningKeys {
  readonly authToken: string;
  readonly sharedKey?: SharedKey | undefined;
}

/** `X-Twilio-Signature`: base64 of an HMAC over the URL and every key and value, keys sorted. */
export function twilioSignature(
  key: string,
  url: string,
  params: FormParams,
  hash: 'sha1' | 'sha256' = 'sha1',
): string {
  let text = url;
  for (const name of Object.keys(params).sort()) text += name + (params[name] ?? '');
  return createHmac(hash, key).update(text, 'utf8').digest('base64');
}

/** Headers that sign `url` in the given mode; none when the request goes out unsigned. */
export function signatureHeaders(
  mode: SignatureMode,
  { authToken, sharedKey }: SigningKeys,
  url: string,
  params: FormParams,
): Readonly<Record<string, string>> {
  if (mode === 'omitted') return {};
  const signedUrl = mode === 'trailing-slash' && !url.endsWith('/') ? `${url}/` : url;
  const key = `${sharedKey?.secret ?? authToken}${mode === 'wrong' ? 'x' : ''}`;
  if (sharedKey === undefined) return { 'X-Twilio-Signature': twilioSignature(key, signedUrl, params) };
  return {
    'X-Twilio-Signature': twilioSignature(key, signedUrl, params, 'sha256'),
    'X-Twilio-Webhooks-Signature-Settings': `key=${sharedKey.id},algorithm=HMAC_SHA256`,
  };
}
