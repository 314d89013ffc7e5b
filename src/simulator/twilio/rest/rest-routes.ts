import type { StatusCallback, StatusEvent } from '../call-record';
import type { TwilioCall } from '../twilio-call';
import type { AnsweredByCallback, DocumentSource } from '../webhooks/twiml-runner';
import { updateNumber, type NumberRecord } from './phone-numbers';
import { RestError } from './rest-error';

/** The account behind the credentials. */
export interface AccountFacts {
  readonly sid: string;
  readonly authToken: string;
  readonly friendlyName: string;
  readonly type: 'Full' | 'Trial';
  readonly status: 'active' | 'suspended' | 'closed';
}

/** One authenticated request. `form` is empty for GET. */
interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** True for a Standard API key, which may not read accounts. */
  readonly isApiKey: boolean;
}

/** A successful answer with a JSON body. */
interface RestAnswer {
  readonly status: 200 | 201;
  readonly body: Record<string, unknown>;
}

/** An outbound call as requested over REST. */
export interface CallOrder {
  readonly from: string;
  readonly to: string;
  readonly numberSid: string;
  readonly source: DocumentSource;
  readonly statusCallback: StatusCallback | undefined;
  readonly ringLimitMs: number;
  /** Longest time from the answer; ms. */
  readonly timeLimitMs: number;
  readonly answeredByCallback: AnsweredByCallback | undefined;
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

const RESOURCE = /^\/2010-04-01\/Accounts\/([^/]+?)(?:\/(IncomingPhoneNumbers|Calls)(?:\/([^/]+?))?)?\.json$/;
const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;
const E164 = /^\+[1-9]\d{6,14}$/;
const DEFAULT_RING_S = 60;
const MAX_RING_S = 600;
/** Longest call, in seconds, of an account without a longer one agreed; a call without a limit of its own has this one. */
const MAX_TIME_LIMIT_S = 14_400;
const MAX_TWIML_CHARACTERS = 4_000;
const EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

/** Answers the subset of the REST API that the product uses. Throws RestError. */
export async function routeRest(
  request: RestRequest,
  account: AccountFacts,
  numbers: ReadonlyMap<string, NumberRecord>,
  desk: CallDesk,
): Promise<RestAnswer> {
  const { method, path, query, form } = request;
  const match = RESOURCE.exec(path);
  if (!match) throw notFound(path);
  const [, accountSid, resource, sid] = match;
  if (accountSid !== account.sid) throw new RestError(401, 20003, 'Authenticate');
  if (account.status !== 'active') throw new RestError(401, 20005, 'Account not active');
  switch (resource) {
    case undefined:
      allow(method, ['GET']);
      if (request.isApiKey) throw new RestError(401, 20003, 'Authenticate');
      return { status: 200, body: accountJson(account) };
    case 'IncomingPhoneNumbers': {
      allow(method, sid === undefined ? ['GET'] : ['GET', 'POST']);
      if (sid === undefined) {
        return { status: 200, body: listPage('incoming_phone_numbers', numbersLike(numbers, query), path, query) };
      }
      const number = [...numbers.values()].find((other) => other.sid === sid);
      if (!number) throw notFound(path);
      if (method === 'POST') updateNumber(number, form);
      return { status: 200, body: number };
    }
    default: {
      allow(method, ['GET', 'POST']);
      if (sid === undefined) {
        if (method === 'POST') return { status: 201, body: createCall(form, numbers, desk) };
        const calls = [...desk.calls.values()].map((call) => call.record.json()).reverse();
        return { status: 200, body: listPage('calls', calls.filter(callFilter(query)), path, query) };
      }
      const call = desk.calls.get(sid);
      if (!call) throw notFound(path);
      return { status: 200, body: method === 'POST' ? await updateCall(call, form) : call.record.json() };
    }
  }
}

function numbersLike(numbers: ReadonlyMap<string, NumberRecord>, query: URLSearchParams): NumberRecord[] {
  const pattern = query.get('PhoneNumber');
  const name = query.get('FriendlyName');
  return [...numbers.values()].filter(
    (number) =>
      (pattern === null || number.phone_number.includes(pattern.replaceAll('*', ''))) &&
      (name === null || number.friendly_name === name),
  );
}

function callFilter(query: URLSearchParams): (call: Record<string, unknown>) => boolean {
  const wanted = (['Status', 'To', 'From'] as const).map((key) => [key.toLowerCase(), query.get(key)] as const);
  return (call) => wanted.every(([field, value]) => value === null || call[field] === value);
}

function allow(method: string, methods: readonly string[]): void {
  if (!methods.includes(method)) throw new RestError(405, 20004, 'Method not allowed');
}

function accountJson(account: AccountFacts): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${account.sid}`;
  return {
    sid: account.sid,
    friendly_name: account.friendlyName,
    status: account.status,
    type: account.type,
    auth_token: account.authToken,
    owner_account_sid: account.sid,
    date_created: 'Thu, 30 Jul 2015 20:00:00 +0000',
    date_updated: 'Thu, 30 Jul 2015 20:00:00 +0000',
    subresource_uris: { calls: `${uri}/Calls.json`, incoming_phone_numbers: `${uri}/IncomingPhoneNumbers.json` },
    uri: `${uri}.json`,
  };
}

/** An item of a REST list. */
interface ListItem {
  readonly sid: string;
  readonly [field: string]: unknown;
}

/** One page of the 2010 API's list envelope: `items` under `key`, with relative URIs to the other pages. */
function listPage(
  key: string,
  items: readonly ListItem[],
  path: string,
  query: URLSearchParams,
): Record<string, unknown> {
  const pageSize = Math.min(numberOf(query, 'PageSize', DEFAULT_PAGE_SIZE, 1), MAX_PAGE_SIZE);
  const page = numberOf(query, 'Page', 0, 0);
  const start = page * pageSize;
  const shown = items.slice(start, start + pageSize);
  const last = shown.at(-1);
  const uriOf = (index: number, token?: string): string => {
    const params = new URLSearchParams(query);
    params.set('PageSize', String(pageSize));
    params.set('Page', String(index));
    if (token === undefined) params.delete('PageToken');
    else params.set('PageToken', `PA${token}`);
    return `${path}?${params.toString()}`;
  };
  return {
    [key]: shown,
    page,
    page_size: pageSize,
    start,
    end: Math.max(start, start + shown.length - 1),
    first_page_uri: uriOf(0),
    next_page_uri: start + pageSize < items.length ? uriOf(page + 1, last?.sid) : null,
    previous_page_uri: page > 0 ? uriOf(page - 1) : null,
    uri: uriOf(page),
  };
}

function numberOf(query: URLSearchParams, key: string, otherwise: number, least: number): number {
  const text = query.get(key);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new RestError(400, 20001, `${key} is not valid`);
  return value;
}

/** `POST Calls`: queues a call and returns its resource. Throws RestError. */
function createCall(
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
    timeLimitMs: timeLimitOf(form) ?? MAX_TIME_LIMIT_S * 1_000,
    answeredByCallback: answeredByCallbackOf(form),
  });
  return call.record.json();
}

/** `POST Calls/{sid}`: hangs up, cancels or redirects, and answers when that is done. Throws RestError. */
async function updateCall(call: TwilioCall, form: URLSearchParams): Promise<Record<string, unknown>> {
  if (call.record.isOver) throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
  const status = form.get('Status');
  const source = sourceOf(form);
  const timeLimitMs = timeLimitOf(form);
  if (timeLimitMs !== undefined) call.limitTo(timeLimitMs);
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

/** `TimeLimit` in ms; undefined: none was named. Throws RestError. */
function timeLimitOf(form: URLSearchParams): number | undefined {
  const text = form.get('TimeLimit');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_TIME_LIMIT_S) {
    throw new RestError(400, 20001, `Invalid TimeLimit: ${text}`);
  }
  return seconds * 1_000;
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
  return {
    url,
    method: methodOf(form, 'AsyncAmdStatusCallbackMethod'),
    atBeep: form.get('MachineDetection') === 'DetectMessageEnd',
  };
}

function methodOf(form: URLSearchParams, key: string): 'GET' | 'POST' {
  return form.get(key)?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

/** Error 20404 for a resource that does not exist. */
function notFound(path: string): RestError {
  return new RestError(404, 20404, `The requested resource ${path} was not found`);
}
