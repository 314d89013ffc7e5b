import type { FormAnswer, FormFields } from '../../ports/ports-webhooks';

const CALL_SID = /^CA[0-9a-f]{32}$/;
/**
 * Either end of a call: a number, a withheld one (a word or nothing), an address of SIP, a client or WhatsApp, whose names people
 * choose, or a SIP address without its scheme. Not necessarily E.164.
 */
const PARTY =
  /^(?:\+?[0-9]{1,20}|[A-Za-z ._-]{0,40}|(?:sips?|client|whatsapp):[^\p{C}]{0,200}|[^\s@\p{C}]{0,64}@[A-Za-z0-9.-]{1,128})$/u;

/** Twilio's call statuses; true for the final ones. */
export const IS_TERMINAL: ReadonlyMap<string, boolean> = new Map([
  ['queued', false],
  ['initiated', false],
  ['ringing', false],
  ['in-progress', false],
  ['completed', true],
  ['busy', true],
  ['failed', true],
  ['no-answer', true],
  ['canceled', true],
]);

/** Keys of the account whose forms these are. */
export interface AccountKeys {
  readonly accountSid: string;
  readonly authToken: string;
}

/** The CallSid of a form. Refuses forms about another account, whoever signed them, and those without a call. */
export function callSidOf(fields: FormFields, accountSid: string): string | FormAnswer {
  if (fields['AccountSid'] !== accountSid) return { status: 403, reason: 'account-sid' };
  const { CallSid: callSid } = fields;
  return isCallSid(callSid) ? callSid : { status: 400, reason: 'call-sid' };
}

/** True for a well-formed CallSid. */
export function isCallSid(value: string | undefined): value is string {
  return value !== undefined && CALL_SID.test(value);
}

/** True for a well-formed end of a call. */
export function isParty(value: string | undefined): value is string {
  return value !== undefined && PARTY.test(value);
}
