const CALL_SID = /^CA[0-9a-f]{32}$/;
/**
 * Either end of a call: a number, a withheld one (a word or nothing), a SIP or a client address. Not necessarily E.164.
 */
const PARTY = /^(?:\+?[0-9]{1,20}|[A-Za-z ]{0,20}|(?:sips?|client):[\x21-\x7e]{1,200})$/;

/** Fields of a form with a proven signature, each key once. */
export type FormFields = Readonly<Record<string, string>>;

/** Answer of a webhook: a document, nothing, or a refusal whose `reason` is for the log. */
export type FormAnswer =
  | { readonly status: 200; readonly xml: string }
  | { readonly status: 204 }
  | { readonly status: 400 | 403 | 503; readonly reason: string };

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

/** Refuses forms about another account, whoever signed them. */
export function refusalOfIdentity(fields: FormFields, accountSid: string): FormAnswer | undefined {
  return fields['AccountSid'] === accountSid ? undefined : { status: 403, reason: 'account-sid' };
}

/** True for a well-formed CallSid. */
export function isCallSid(value: string | undefined): value is string {
  return value !== undefined && CALL_SID.test(value);
}

/** True for a well-formed end of a call. */
export function isParty(value: string | undefined): value is string {
  return value !== undefined && PARTY.test(value);
}
