import { createHmac } from 'node:crypto';

/** Form fields of a webhook; Twilio never repeats a key. */
export type FormParams = Readonly<Record<string, string>>;

/** Signature mode of a simulated request; `trailing-slash` is what some integrators saw on media streams. */
export type SignatureMode = 'right' | 'wrong' | 'omitted' | 'trailing-slash';

/** `X-Twilio-Signature`: base64 of HMAC-SHA1 over the URL and every key and value, keys sorted. */
export function twilioSignature(authToken: string, url: string, params: FormParams): string {
  let text = url;
  for (const key of Object.keys(params).sort()) text += key + (params[key] ?? '');
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}

/** Signs `url` in the given mode; undefined when the request goes out unsigned. */
export function signatureFor(
  mode: SignatureMode,
  authToken: string,
  url: string,
  params: FormParams,
): string | undefined {
  switch (mode) {
    case 'right':
      return twilioSignature(authToken, url, params);
    case 'wrong':
      return twilioSignature(`${authToken}x`, url, params);
    case 'trailing-slash':
      return twilioSignature(authToken, url.endsWith('/') ? url : `${url}/`, params);
    case 'omitted':
      return undefined;
  }
}
