import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient';
import type Response from 'twilio/lib/http/response';
import { z } from 'zod';
import { CarrierError, type CarrierFailure } from '../../shared/line/carrier-failure';
import { RoutingSchema, type Routing } from '../../shared/line/routing';
import { backoffMs, type Backoff } from '../../shared/std/backoff';
import { pause, type Timer } from '../../shared/std/deadline';
import { isRecord } from '../../shared/std/guards';
import type { Secrets } from '../ports/ports';
import type { CarrierNumber, CarrierNumbers } from '../ports/ports-lines';
import type { MachineHandling } from '../../shared/line/machine-handling';
import type { Telephony } from '../ports/ports-transfer';
import { isCallSid } from './webhooks/form-fields';
import { isUsableToken } from './webhooks/public-urls';
import { lostDocument } from './webhooks/twiml';

const DEFAULT_API_URL = 'https://api.twilio.com';
const REQUEST_TIMEOUT_MS = 10_000;
/** Failures that count as a successful hang-up: the call is gone. */
const IS_OVER: ReadonlySet<CarrierFailure> = new Set(['call-is-over', 'not-found']);

const FAILURE_OF_CODE = {
  10001: 'account-not-active',
  10004: 'too-many-requests',
  13223: 'to-refused',
  13224: 'to-refused',
  13225: 'to-refused',
  13226: 'to-refused',
  13227: 'region-not-permitted',
  20003: 'keys-refused',
  20005: 'account-not-active',
  20006: 'not-permitted',
  20008: 'not-permitted',
  20404: 'not-found',
  20429: 'too-many-requests',
  20500: 'unreachable',
  20503: 'unreachable',
  21201: 'to-refused',
  21210: 'from-refused',
  21211: 'to-refused',
  21212: 'from-refused',
  21214: 'to-refused',
  21215: 'region-not-permitted',
  21216: 'to-refused',
  21217: 'to-refused',
  21219: 'to-not-verified',
  21220: 'call-is-over',
  21402: 'address-refused',
  21403: 'address-refused',
  21404: 'not-permitted',
  21405: 'address-refused',
  21502: 'address-refused',
} as const satisfies Readonly<Record<number, CarrierFailure>>;

type KnownCode = keyof typeof FAILURE_OF_CODE;

/** Order for a call out, in Twilio's terms. */
export interface CallOrder {
  readonly from: string;
  readonly to: string;
  readonly ringSeconds: number;
  /** Address of the document for the answered call. */
  readonly url: string;
  /** Address for reports of the call's progress, and of a machine that answered. */
  readonly statusUrl: string;
  /** Time from the answer after which Twilio ends the call; undefined: its own limit. */
  readonly timeLimitSeconds: number | undefined;
  readonly onMachine: MachineHandling;
}

/** Calls at Twilio, in Twilio's own terms. Rejects with `CarrierError` only. */
export interface CarrierCalls extends Pick<Telephony, 'hangUp' | 'apologise'> {
  /** Redirects a call to this document, whatever it is doing. `timeLimitSeconds`: as in a `CallOrder`, from now on. */
  redirect(callSid: string, document: string, timeLimitSeconds?: number): Promise<void>;
  /** Places a call; resolves with its CallSid. */
  place(order: CallOrder): Promise<string>;
}

/**
 * Creates the client for calls and numbers, at Twilio or any server that speaks its REST protocol. Rejects with
 * `CarrierError` only.
 */
export function createTelephony(
  secrets: Secrets,
  timer: Timer,
  apiUrl: string = DEFAULT_API_URL,
): CarrierCalls & CarrierNumbers {
  let kept: { readonly accountSid: string; readonly authToken: string; readonly client: twilio.Twilio } | undefined;

  function client(): twilio.Twilio {
    const keys = secrets.twilio();
    if (!keys || !isUsableToken(keys.authToken)) throw new CarrierError('no-keys');
    if (kept?.accountSid !== keys.accountSid || kept.authToken !== keys.authToken) {
      kept = { ...keys, client: connect(keys.accountSid, keys.authToken, timer, apiUrl) };
    }
    return kept.client;
  }

  async function ask<T>(work: (client: twilio.Twilio) => Promise<T>): Promise<T> {
    try {
      return await work(client());
    } catch (error) {
      throw carrierErrorOf(error);
    }
  }

  /** Changes a call so that it ends; one that is gone has ended. */
  async function endCall(callSid: string, change: { status: 'completed' } | { twiml: string }): Promise<void> {
    try {
      await ask((twilio) => twilio.calls(callSid).update(change));
    } catch (error) {
      if (!(error instanceof CarrierError) || !IS_OVER.has(error.failure)) throw error;
    }
  }

  return {
    hangUp: (carrierCallId) => endCall(carrierCallId, { status: 'completed' }),
    apologise: (carrierCallId) => endCall(carrierCallId, { twiml: lostDocument() }),
    async redirect(callSid, document, timeLimitSeconds) {
      const timeLimit = timeLimitSeconds === undefined ? {} : { timeLimit: timeLimitSeconds };
      await ask((twilio) => twilio.calls(callSid).update({ twiml: document, ...timeLimit }));
    },
    place: ({ from, to, ringSeconds, url, statusUrl, timeLimitSeconds, onMachine }) =>
      ask(async (twilio) => {
        const { sid } = await twilio.calls.create({
          from,
          to,
          url,
          method: 'POST',
          timeout: ringSeconds,
          ...(timeLimitSeconds !== undefined && { timeLimit: timeLimitSeconds }),
          statusCallback: statusUrl,
          statusCallbackMethod: 'POST',
          statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
          ...(onMachine !== 'ignore' && {
            machineDetection: onMachine === 'tell-after-beep' ? 'DetectMessageEnd' : 'Enable',
            asyncAmd: 'true',
            asyncAmdStatusCallback: statusUrl,
            asyncAmdStatusCallbackMethod: 'POST',
          }),
        });
        if (!isCallSid(sid)) throw new CarrierError('not-understood');
        return sid;
      }),
    numbers: () => ask(listNumbers),
    number: (id) => ask((twilio) => fetchNumber(twilio, id)),
    route: (id, routing) => ask((twilio) => updateNumber(twilio, id, routing)),
  };
}

function connect(accountSid: string, authToken: string, timer: Timer, apiUrl: string): twilio.Twilio {
  const client = twilio(accountSid, authToken, { httpClient: new PatientClient(timer), edge: '', region: '' });
  if (apiUrl !== DEFAULT_API_URL) client.api.baseUrl = apiUrl.replace(/\/+$/, '');
  return client;
}

/** Requests in all for one that the carrier refuses because it has too many. */
const MAX_ATTEMPTS = 4;
/** Longest time to wait for the carrier, all waits of a request together: a person waits for what is asked. */
const MAX_WAITING_MS = 15_000;
const BUSY_BACKOFF: Backoff = { firstMs: 300, longestMs: 1200 };

/**
 * HTTP client that asks a carrier with too many requests again, when it says so. Twilio carries out nothing that it answers
 * with 429. The library's own retries ignore `Retry-After`, and are over within 1.4 s.
 */
class PatientClient extends twilio.RequestClient {
  constructor(private readonly timer: Timer) {
    super({ timeout: REQUEST_TIMEOUT_MS });
  }

  override async request<T>(options: RequestClient.RequestOptions<T>): Promise<Response<T>> {
    let leftMs = MAX_WAITING_MS;
    for (let attempt = 1; ; attempt += 1) {
      const response = await super.request(options);
      if (response.statusCode !== 429 || attempt === MAX_ATTEMPTS || leftMs <= 0) return response;
      const random = Math.random();
      const askedMs = retryAfterMs(response.headers);
      // Spread out, because calls that end together are refused together.
      const waitMs = askedMs === undefined ? backoffMs(BUSY_BACKOFF, attempt, random) : askedMs * (1 + random / 4);
      await pause(this.timer, Math.min(waitMs, leftMs));
      leftMs -= waitMs;
    }
  }
}

/** Wait that `Retry-After` asks for, as seconds or as a date beside the answer's own; undefined: none, or no sense. */
function retryAfterMs(headers: unknown): number | undefined {
  const { 'retry-after': text, date } = isRecord(headers) ? headers : {};
  if (typeof text !== 'string') return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.parse(String(date));
  return ms > 0 ? ms : undefined;
}

function carrierErrorOf(error: unknown): CarrierError {
  if (error instanceof CarrierError) return error;
  if (typeof error !== 'object' || error === null) return new CarrierError('not-understood');
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return new CarrierError('timed-out');
  if (typeof code === 'string') return new CarrierError('unreachable');
  if (typeof code === 'number' && isKnownCode(code)) return new CarrierError(FAILURE_OF_CODE[code], code);
  const status = 'status' in error ? error.status : undefined;
  if (typeof status !== 'number' || status < 400) return new CarrierError('not-understood');
  if (status === 404) return new CarrierError('not-found');
  if (status === 401) return new CarrierError('keys-refused');
  if (status === 403) return new CarrierError('not-permitted', typeof code === 'number' ? code : undefined);
  if (status === 429) return new CarrierError('too-many-requests');
  if (status >= 500) return new CarrierError('unreachable');
  return new CarrierError('refused', typeof code === 'number' ? code : undefined);
}

function isKnownCode(code: number): code is KnownCode {
  return code in FAILURE_OF_CODE;
}

/** Numbers in one page; the carrier allows 1,000, which take seconds to arrive. */
const PAGE_SIZE = 200;
/** Maximum number of numbers: more than a person can look through. */
const MAX_NUMBERS = 10_000;
const MAX_NAME_CHARS = 120;

/** An optional text: Twilio sends null, '' or nothing at all when it is not set. */
const unsetIsEmpty = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const NumberSchema = z.object({
  sid: z.string().regex(/^PN[0-9a-f]{32}$/),
  phoneNumber: z.string().min(1).max(64),
  friendlyName: unsetIsEmpty,
  capabilities: z.object({ voice: z.boolean().nullish() }).nullish(),
  voiceReceiveMode: unsetIsEmpty,
  voiceUrl: unsetIsEmpty,
  voiceMethod: unsetIsEmpty,
  voiceFallbackUrl: unsetIsEmpty,
  voiceFallbackMethod: unsetIsEmpty,
  statusCallback: unsetIsEmpty,
  statusCallbackMethod: unsetIsEmpty,
  voiceApplicationSid: unsetIsEmpty,
  trunkSid: unsetIsEmpty,
});

/** Lists all numbers of the account, page after page. Rejects with the library's own errors, or `CarrierError`. */
async function listNumbers(client: twilio.Twilio): Promise<readonly CarrierNumber[]> {
  const found = await client.incomingPhoneNumbers.list({ pageSize: PAGE_SIZE, limit: MAX_NUMBERS });
  return found.map(numberOf);
}

/** Reads one number. Rejects with the library's own errors, or `CarrierError`. */
async function fetchNumber(client: twilio.Twilio, id: string): Promise<CarrierNumber> {
  return numberOf(await client.incomingPhoneNumbers(id).fetch());
}

/** Writes the routing of a number and nothing else. Rejects with the library's own errors, or `CarrierError`. */
async function updateNumber(client: twilio.Twilio, id: string, routing: Routing): Promise<CarrierNumber> {
  return numberOf(
    await client.incomingPhoneNumbers(id).update({
      voiceUrl: routing.voiceUrl,
      voiceFallbackUrl: routing.fallbackUrl,
      statusCallback: routing.statusUrl,
      ...(routing.voiceMethod !== '' && { voiceMethod: routing.voiceMethod }),
      ...(routing.fallbackMethod !== '' && { voiceFallbackMethod: routing.fallbackMethod }),
      ...(routing.statusMethod !== '' && { statusCallbackMethod: routing.statusMethod }),
      ...ownerOf(routing),
    }),
  );
}

/** Names only the application or trunk that is to stay, because setting either removes the other. */
function ownerOf({ applicationId, trunkId }: Routing) {
  if (trunkId !== '') return { trunkSid: trunkId };
  if (applicationId !== '') return { voiceApplicationSid: applicationId };
  return { voiceApplicationSid: '', trunkSid: '' };
}

function numberOf(resource: unknown): CarrierNumber {
  const read = NumberSchema.safeParse(resource);
  if (!read.success) throw new CarrierError('not-understood');
  const { sid, phoneNumber, friendlyName, capabilities, voiceReceiveMode, ...fields } = read.data;
  const routing = RoutingSchema.safeParse({
    voiceUrl: fields.voiceUrl,
    voiceMethod: fields.voiceMethod.toUpperCase(),
    fallbackUrl: fields.voiceFallbackUrl,
    fallbackMethod: fields.voiceFallbackMethod.toUpperCase(),
    statusUrl: fields.statusCallback,
    statusMethod: fields.statusCallbackMethod.toUpperCase(),
    applicationId: fields.voiceApplicationSid,
    trunkId: fields.trunkSid,
  });
  if (!routing.success) throw new CarrierError('not-understood');
  return {
    id: sid,
    number: phoneNumber,
    name: friendlyName.slice(0, MAX_NAME_CHARS),
    canAnswer: capabilities?.voice === true && voiceReceiveMode !== 'fax',
    routing: routing.data,
  };
}
