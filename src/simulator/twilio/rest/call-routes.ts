import type { StatusCallback, StatusEvent } from '../webhooks/call-callbacks';
import type { TwilioCall } from '../twilio-call';
import type { DocumentSource } from '../webhooks/twiml-runner';
import type { NumberRecord } from './phone-numbers';
import { RestError } from './rest-error';

/** An outbound call as requested over REST. */
export interface CallOrder {
  readonly from: string;
  readonly to: string;
  readonly numberSid: string;
  readonly source: DocumentSource;
  readonly statusCallback: StatusCallback | undefined;
  readonly ringLimitMs: number;
  readonly answeredByCallback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
}

/** Every call of the simulator, and the way to place one. */
export interface CallDesk {
  readonly calls: ReadonlyMap<string, TwilioCall>;
  place(order: CallOrder): TwilioCall;
  /** The refusal of a call to this number, or undefined if it can be called. */
  refusalOf(to: string): CallRefusal | undefined;
}

/** Twilio's error for a number that this account may not call. */
export interface CallRefusal {
  readonly code: number;
  readonly message: string;
}

const E164 = /^\+[1-9]\d{6,14}$/;
const DEFAULT_RING_S = 60;
const MAX_RING_S = 600;
const MAX_TWIML_CHARACTERS = 4_000;
const EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

/** `POST Calls`: queues a call and returns its resource. Throws RestError. */
export function createCall(
  form: URLSearchParams,
  numbers: ReadonlyMap<string, NumberRecord>,
  desk: CallDesk,
): Record<string, unknown> {
  const to = form.get('To') ?? '';
  const from = form.get('From') ?? '';
  if (!E164.test(to)) throw new RestError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  const refusal = desk.refusalOf(to);
  if (refusal) throw new RestError(400, refusal.code, refusal.message);
  const number = numbers.get(from);
  if (!number) throw new RestError(400, 21210, `Source phone number not yet verified for your account: ${from}`);
  const source = sourceOf(form);
  if (!source) throw new RestError(400, 21205, 'Url parameter is required.');
  const ringS = Number(form.get('Timeout') ?? DEFAULT_RING_S);
  if (!Number.isInteger(ringS) || ringS < 1 || ringS > MAX_RING_S) throw new RestError(400, 21205, 'Invalid Timeout');
  const call = desk.place({
    from,
    to,
    numberSid: number.sid,
    source,
    statusCallback: callbackOf(form),
    ringLimitMs: ringS * 1_000,
    answeredByCallback: answeredByCallbackOf(form),
  });
  return call.record.json();
}

/** `POST Calls/{sid}`: hangs up, cancels or redirects, and answers when that is done. Throws RestError. */
export async function updateCall(call: TwilioCall, form: URLSearchParams): Promise<Record<string, unknown>> {
  if (call.record.isOver) throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
  const status = form.get('Status');
  const source = sourceOf(form);
  if (status === 'completed') {
    call.end('rest', 'completed');
    await call.over;
  } else if (status === 'canceled') {
    if (call.record.status === 'in-progress') throw new RestError(400, 21220, 'Call is already answered.');
    call.end('rest', 'canceled');
    await call.over;
  } else if (status !== null) {
    throw new RestError(400, 21218, `Invalid Status: ${status}`);
  } else if (source) {
    call.redirect(source);
  }
  return call.record.json();
}

function sourceOf(form: URLSearchParams): DocumentSource | undefined {
  const url = form.get('Url');
  if (url) {
    if (!/^https?:\/\/[^/]/.test(url)) throw new RestError(400, 21205, `Url is not a valid URL: ${url}`);
    return { url, method: methodOf(form, 'Method'), kind: 'voice', extra: {} };
  }
  const twiml = form.get('Twiml');
  if (!twiml) return undefined;
  if (twiml.length > MAX_TWIML_CHARACTERS) throw new RestError(400, 20001, 'Twiml is longer than 4000 characters');
  return { twiml };
}

function callbackOf(form: URLSearchParams): StatusCallback | undefined {
  const url = form.get('StatusCallback');
  if (!url) return undefined;
  const asked = form.getAll('StatusCallbackEvent').flatMap((text) => text.split(/[ ,]+/));
  const events = EVENTS.filter((event) => asked.includes(event));
  return { url, method: methodOf(form, 'StatusCallbackMethod'), events: events.length > 0 ? events : ['completed'] };
}

/** The callback for answering-machine detection; only asynchronous detection has one. */
function answeredByCallbackOf(form: URLSearchParams): CallOrder['answeredByCallback'] {
  const url = form.get('AsyncAmdStatusCallback');
  if (!url || !form.get('MachineDetection') || form.get('AsyncAmd') !== 'true') return undefined;
  return { url, method: methodOf(form, 'AsyncAmdStatusCallbackMethod') };
}

function methodOf(form: URLSearchParams, key: string): 'GET' | 'POST' {
  return form.get(key)?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}
