import { parsePhoneNumberFromString, type PhoneNumberType } from 'libphonenumber-js/max';
import type { NumberRefusal } from '../../shared/line/dial-refusal';
import { withheldWord } from '../../shared/line/withheld';

const LAYOUT = /[\s().-]+/g;
const E164 = /^\+[1-9]\d{6,14}$/;
const SHORT = /^\+?(\d{2,6})$/;
const EMERGENCY = new Set([
  ...['000', '10', '100', '101', '102', '103', '106', '108', '110', '111', '112', '113', '114', '115', '117', '118'],
  ...['119', '120', '122', '123', '128', '133', '144', '15', '17', '18', '190', '191', '192', '193', '194', '199'],
  ...['911', '988', '995', '997', '998', '999'],
]);
/** Country codes without a country: satellite and other networks that are as expensive. */
const GLOBAL_NETWORKS = new Set(['870', '878', '881', '882', '883', '888']);
const COSTS_EXTRA: ReadonlySet<PhoneNumberType | undefined> = new Set(['PREMIUM_RATE', 'SHARED_COST']);
/** Premium ranges of national plans, for numbers missing in the library's lists of numbers in use. */
const PREMIUM_RANGES =
  /^\+(?:1900|33(?:8[129])|34(?:80[3-7]|90[1257])|39(?:89|199|178)|41(?:90|84)|439[03]|44(?:9|87)|46(?:900|939|944)|4782|4870|49(?:900|137|180)|6119|979|808)/;

/** A typed number in E.164, or the reason it is never dialled. */
export type DialledNumber =
  { readonly ok: true; readonly number: string } | { readonly ok: false; readonly refusal: NumberRefusal };

/** Parses a typed number: E.164 in any layout, at no more than the cost of a call. */
export function dialledNumber(typed: string): DialledNumber {
  const number = typed.replace(LAYOUT, '');
  if (isEmergency(number)) return { ok: false, refusal: 'emergency-number' };
  if (!E164.test(number) || withheldWord(number) !== undefined) return { ok: false, refusal: 'not-a-number' };
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) return { ok: false, refusal: 'not-a-number' };
  if (GLOBAL_NETWORKS.has(parsed.countryCallingCode)) return { ok: false, refusal: 'satellite-number' };
  if (PREMIUM_RANGES.test(number) || COSTS_EXTRA.has(parsed.getType())) return { ok: false, refusal: 'premium-number' };
  return parsed.isPossible() ? { ok: true, number } : { ok: false, refusal: 'not-a-number' };
}

/**
 * True for an emergency number, alone or behind a country code. A machine that does not know where it is cannot help
 * anyone there.
 */
function isEmergency(number: string): boolean {
  const digits = SHORT.exec(number)?.[1];
  if (digits === undefined) return false;
  if (EMERGENCY.has(digits)) return true;
  const national = number.startsWith('+') ? parsePhoneNumberFromString(number)?.nationalNumber : undefined;
  return national !== undefined && EMERGENCY.has(national);
}
