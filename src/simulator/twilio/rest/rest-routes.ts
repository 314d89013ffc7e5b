import { createCall, updateCall, type CallDesk } from './call-routes';
import { listPage } from './page';
import { updateNumber, type NumberRecord } from './phone-numbers';
import { notFound, RestError } from './rest-error';

/** The account behind the credentials. */
export interface AccountFacts {
  readonly sid: string;
  readonly authToken: string;
  readonly friendlyName: string;
  readonly type: 'Full' | 'Trial';
  readonly status: 'active' | 'suspended' | 'closed';
}

/** One authenticated request. `form` is empty for GET. */
export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** True for a Standard API key, which may not read accounts. */
  readonly isApiKey: boolean;
}

/** A successful answer with a JSON body. */
export interface RestAnswer {
  readonly status: 200 | 201;
  readonly body: Record<string, unknown>;
}

const RESOURCE = /^\/2010-04-01\/Accounts\/([^/]+?)(?:\/(IncomingPhoneNumbers|Calls)(?:\/([^/]+?))?)?\.json$/;

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
