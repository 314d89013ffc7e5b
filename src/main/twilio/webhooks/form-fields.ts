const CALL_SID = /^CA[0-9a-f]{32}$/;
/** A number, a withheld one (a word or nothing), or a SIP or client address: no assumption of E.164. */
const PARTY = /^(?:\+?[0-9]{1,20}|[A-Za-z ]{0,20}|(?:sips?|client):[\x21-\x7e]{1,200})$/;

/** The fields of a form whose signature was proven, each key once. */
export type FormFields = Readonly<Record<string, string>>;

/** What a webhook answers: a document, nothing, or a refusal whose `reason` is for the log. */
export type FormAnswer =
  | { readonly status: 200; readonly xml: string }
  | { readonly status: 204 }
  | { readonly status: 400 | 403 | 503; readonly reason: string };

/** Twilio's words for where a call stands, and which of them are last words. */
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

/** Forms about somebody else's account are none of ours, whoever signed them. */
export function refusalOfIdentity(fields: FormFields, accountSid: string): FormAnswer | undefined {
  return fields['AccountSid'] === accountSid ? undefined : { status: 403, reason: 'account-sid' };
}

/** Whether this is what the carrier calls a call. */
export function isCallSid(value: string | undefined): value is string {
  return value !== undefined && CALL_SID.test(value);
}

/** True for whoever can stand at the other end of a call. */
export function isParty(value: string | undefined): value is string {
  return value !== undefined && PARTY.test(value);
}
