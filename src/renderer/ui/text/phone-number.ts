import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { plainLine } from './plain-text';

/** What carriers send for a caller who withholds the number: words, and words typed on a phone's keys. */
const WITHHELD = new Set(['', 'anonymous', 'unknown', 'restricted', 'blocked', 'private', 'unavailable', '+266696687']);

const formatted = new Map<string, string>();
const MAX_REMEMBERED_NUMBERS = 1000;

/** A phone number as people write it, `+1 415 555 0134`; `Anonymous`, or the carrier's own word, when it is none. */
export function displayNumber(raw: string): string {
  const known = formatted.get(raw);
  if (known !== undefined) return known;
  const shown = format(raw);
  if (formatted.size >= MAX_REMEMBERED_NUMBERS) formatted.clear();
  formatted.set(raw, shown);
  return shown;
}

function format(raw: string): string {
  const line = plainLine(raw);
  if (WITHHELD.has(line.toLowerCase())) return 'Anonymous';
  const number = /^\+\d{5,15}$/.test(line) ? parsePhoneNumberFromString(line) : undefined;
  return number?.formatInternational() ?? line;
}

/** What was typed as an E.164 number; one without a country code is of `near`'s country. Null: it is no phone number. */
export function toE164(typed: string, near: string): string | null {
  const country = parsePhoneNumberFromString(near)?.country;
  const number = parsePhoneNumberFromString(typed.trim(), country);
  return number?.isPossible() === true ? number.number : null;
}

/** What is said of what `toE164` cannot read. */
export const NOT_A_NUMBER =
  'This is no phone number. Write it with its country code, such as +1\u00a0415\u00a0555\u00a00134.';
