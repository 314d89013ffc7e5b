import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { withheldWord } from '../../../shared/line/withheld';
import { plainLine } from './plain-text';

/** Words that carriers send for a withheld number. */
const WITHHELD = new Set(['', 'anonymous', 'unknown', 'restricted', 'blocked', 'private', 'unavailable']);

const formatted = new Map<string, string>();
const MAX_REMEMBERED_NUMBERS = 1000;

/**
 * Formats a phone number as people write it, `+1 415 555 0134`. Other values become `Anonymous`, or stay the carrier's
 * own word.
 */
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
  const word = withheldWord(line);
  if (word !== undefined) return word;
  const number = /^\+\d{5,15}$/.test(line) ? parsePhoneNumberFromString(line) : undefined;
  return number?.formatInternational() ?? line;
}

/**
 * Converts typed text to an E.164 number; without a country code it is one of `near`'s country. Null when it is no
 * phone number.
 */
export function toE164(typed: string, near: string): string | null {
  const country = parsePhoneNumberFromString(near)?.country;
  const number = parsePhoneNumberFromString(typed.trim(), country);
  return number?.isPossible() === true ? number.number : null;
}

/** Error text for input that `toE164` cannot read. */
export const NOT_A_NUMBER =
  'This is no phone number. Write it with its country code, such as +1\u00a0415\u00a0555\u00a00134.';
