import twilio from 'twilio';
import type { Secrets, Telephony } from '../ports';
import { isUsableToken } from './signature';

const DEFAULT_API_URL = 'https://api.twilio.com';
const REQUEST_TIMEOUT_MS = 10_000;

/** Why the carrier did not do what it was asked. */
export type CarrierFailure =
  | 'no-keys'
  | 'keys-refused'
  | 'account-not-active'
  | 'not-permitted'
  | 'too-many-requests'
  | 'call-is-over'
  | 'unreachable'
  | 'timed-out'
  | 'refused';

/** A refusal of the carrier's in our own words. Holds nothing of the vendor's error, which carries the keys. */
export class CarrierError extends Error {
  override readonly name = 'CarrierError';

  constructor(
    readonly failure: CarrierFailure,
    readonly vendorCode?: number,
  ) {
    super(vendorCode === undefined ? failure : `${failure} (${vendorCode})`);
  }
}

type KnownCode = 10001 | 20003 | 20005 | 20006 | 20008 | 20404 | 20429 | 20500 | 20503 | 21220;

const FAILURE_OF_CODE: Record<KnownCode, CarrierFailure> = {
  10001: 'account-not-active',
  20003: 'keys-refused',
  20005: 'account-not-active',
  20006: 'not-permitted',
  20008: 'not-permitted',
  20404: 'call-is-over',
  20429: 'too-many-requests',
  20500: 'unreachable',
  20503: 'unreachable',
  21220: 'call-is-over',
};

/** Call control at Twilio, or at whatever speaks its REST protocol at `apiUrl`. Rejects with `CarrierError` only. */
export function createTelephony(secrets: Secrets, apiUrl: string = DEFAULT_API_URL): Telephony {
  let kept: { readonly accountSid: string; readonly authToken: string; readonly client: twilio.Twilio } | undefined;

  function client(): twilio.Twilio {
    const keys = secrets.twilio();
    if (!keys || !isUsableToken(keys.authToken)) throw new CarrierError('no-keys');
    if (kept?.accountSid !== keys.accountSid || kept.authToken !== keys.authToken) {
      kept = { ...keys, client: connect(keys.accountSid, keys.authToken, apiUrl) };
    }
    return kept.client;
  }

  return {
    async hangUp(carrierCallId) {
      try {
        await client().calls(carrierCallId).update({ status: 'completed' });
      } catch (error) {
        const failure = carrierErrorOf(error);
        if (failure.failure !== 'call-is-over') throw failure;
      }
    },
  };
}

function connect(accountSid: string, authToken: string, apiUrl: string): twilio.Twilio {
  const client = twilio(accountSid, authToken, { timeout: REQUEST_TIMEOUT_MS, autoRetry: true });
  if (apiUrl !== DEFAULT_API_URL) client.api.baseUrl = apiUrl.replace(/\/+$/, '');
  return client;
}

function carrierErrorOf(error: unknown): CarrierError {
  if (error instanceof CarrierError) return error;
  if (typeof error !== 'object' || error === null) return new CarrierError('refused');
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return new CarrierError('timed-out');
  if (typeof code === 'string') return new CarrierError('unreachable');
  if (typeof code === 'number' && isKnownCode(code)) return new CarrierError(FAILURE_OF_CODE[code], code);
  const status = 'status' in error ? error.status : undefined;
  if (status === 404) return new CarrierError('call-is-over');
  if (status === 401) return new CarrierError('keys-refused');
  if (status === 429) return new CarrierError('too-many-requests');
  if (typeof status === 'number' && status >= 500) return new CarrierError('unreachable');
  return new CarrierError('refused', typeof code === 'number' ? code : undefined);
}

function isKnownCode(code: number): code is KnownCode {
  return code in FAILURE_OF_CODE;
}
