import type { KeyName } from './key-name';
import type { KeyRefusal } from './key-refusal';

/** Longest key accepted; characters. */
export const MAX_KEY_CHARS = 512;

/** Result of tidying a pasted key: the value to keep, or the reason why it cannot be a key. */
export type TidyKey =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly refusal: KeyRefusal };

const ACCOUNT_SID = /^AC[0-9a-f]{32}$/;
const API_KEY_SID = /^SK[0-9a-f]{32}$/;
const TWILIO_TOKEN = /^[0-9a-f]{32}$/;
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF]/g;
const QUOTED = [/^"(.*)"$/s, /^'(.*)'$/s, /^`(.*)`$/s, /^“(.*)”$/s, /^‘(.*)’$/s];
/** Keys with their middle left out, as dashboards show them and people copy them. */
const SHORTENED = /…|\.\.\.|[*•●]{2}|[xX]{8}/;
const PRINTABLE = /^[\x21-\x7e]+$/;
/** The command with the token in it, which ngrok's own dashboard offers to copy. */
const NGROK_COMMAND = /^ngrok\s+(?:config\s+add-authtoken|authtoken)\s+(\S+)$/;

/** Strips what pasting leaves around a key, and refuses what cannot be one. Only the vendor knows whether it is valid. */
export function tidyKey(name: KeyName, pasted: string): TidyKey {
  const value = bare(name, pasted);
  const refusal = refusalOf(name, value);
  return refusal === undefined ? { ok: true, value } : { ok: false, refusal };
}

/** Last four characters of a key, so that a person can tell two keys apart; empty if the key is too short to show them. */
export function lastFour(value: string): string {
  return value.length >= 16 ? value.slice(-4) : '';
}

function bare(name: KeyName, pasted: string): string {
  let value = pasted.replace(INVISIBLE, '').trim();
  for (let inside = unquoted(value); inside !== undefined; inside = unquoted(value)) value = inside;
  if (name === 'ngrokAuthtoken') value = NGROK_COMMAND.exec(value)?.[1] ?? value;
  return value;
}

function unquoted(value: string): string | undefined {
  return QUOTED.map((quotes) => quotes.exec(value)?.[1])
    .find((each) => each !== undefined)
    ?.trim();
}

function refusalOf(name: KeyName, value: string): KeyRefusal | undefined {
  if (value === '') return 'empty';
  if (value.length > MAX_KEY_CHARS) return 'too-long';
  if (SHORTENED.test(value)) return 'shortened';
  if (/\s/.test(value)) return 'has-spaces';
  if (!PRINTABLE.test(value)) return 'odd-characters';
  return KIND_REFUSALS[name](value);
}

const KIND_REFUSALS: Readonly<Record<KeyName, (value: string) => KeyRefusal | undefined>> = {
  openAiKey: (value) => {
    if (value.startsWith('sk-admin-')) return 'admin-key';
    return isSid(value) || value.length < 8 ? 'not-this-kind' : undefined;
  },
  twilioAccountSid: (value) => {
    if (API_KEY_SID.test(value)) return 'api-key-sid';
    return ACCOUNT_SID.test(value) ? undefined : 'not-this-kind';
  },
  twilioAuthToken: (value) => (TWILIO_TOKEN.test(value) ? undefined : 'not-this-kind'),
  twilioApiKeySid: (value) => (API_KEY_SID.test(value) ? undefined : 'not-this-kind'),
  twilioApiKeySecret: (value) => (/^[A-Za-z0-9]{16,128}$/.test(value) ? undefined : 'not-this-kind'),
  twilioSharedKeySecret: (value) => (isSid(value) || value.length < 16 ? 'not-this-kind' : undefined),
  ngrokAuthtoken: (value) =>
    /^[A-Za-z0-9_-]{20,200}$/.test(value) && !/^(?:cr|ak|ep|rd)_/.test(value) && !isSid(value)
      ? undefined
      : 'not-this-kind',
};

function isSid(value: string): boolean {
  return ACCOUNT_SID.test(value) || API_KEY_SID.test(value);
}
