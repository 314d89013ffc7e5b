import { once, setMaxListeners } from 'node:events';
import type { WebSocket } from 'ws';
import { systemClock, type Clock } from '../clock';
import { AddressBook } from './address-book';
import { CallRecord } from './call-record';
import { CalledPerson, type CalledScript } from './called/called-person';
import type { StreamLine } from './media/media-stream';
import { Ticker } from './media/ticker';
import { newNumber, type NumberRecord, type NumberSeed } from './rest/phone-numbers';
import type { AccountFacts, CallDesk, CallOrder, CallRefusal } from './rest/rest-routes';
import { createRestServer, RestFaults, type RestRecord } from './rest/rest-server';
import { newSid } from './sid';
import { SimulatedCall } from './simulated-call';
import { TwilioCall, type CallPlan } from './twilio-call';
import type { SharedKey, SignatureMode } from './webhooks/signature';
import type { DocumentSource } from './webhooks/twiml-runner';

/** Options of the simulated carrier. Default: an account with no numbers on a free port, in real time. */
export interface TwilioSimulatorOptions {
  readonly account?: Partial<AccountFacts>;
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** SharedKey that signs the webhooks; absent: the Auth Token does, as of old. */
  readonly sharedKey?: SharedKey;
  readonly numbers?: readonly NumberSeed[];
  /** Port on 127.0.0.1; 0 or absent picks a free one. */
  readonly port?: number;
  /** Maps public origins to local servers: `{ 'https://demo.example': 'http://127.0.0.1:5050' }`. */
  readonly publicBases?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** `real`: `<Say>` and `<Pause>` take their time; `virtual` (default): they are only counted. */
  readonly pace?: 'virtual' | 'real';
  /**
   * Chooses the behaviour of a called phone by its number. By default a person put through answers and hangs up at once, and
   * an outbound call is answered.
   */
  readonly called?: (number: string) => CalledScript | undefined;
}

/** Options of an inbound call. */
export interface DialOptions {
  readonly from: string;
  /** One of the simulator's numbers. */
  readonly to: string;
  readonly callerName?: string;
  readonly forwardedFrom?: string;
  /** Outcome of STIR/SHAKEN; null: the call came without a signature. Default: passed with A. */
  readonly stirVerstat?: string | null;
  readonly webhookSignature?: SignatureMode;
  readonly streamSignature?: SignatureMode;
  /** `counted`: heard audio is measured but not kept, for load. */
  readonly audio?: 'kept' | 'counted';
}

/** A simulated Twilio running on loopback. */
export interface TwilioSimulator {
  /** Base URL for `client.api.baseUrl`, without a trailing slash. */
  readonly apiUrl: string;
  readonly account: AccountFacts;
  /** Numbers by E.164 phone number. Live: it reflects the product's writes. */
  readonly numbers: ReadonlyMap<string, NumberRecord>;
  /** The newest 10,000 REST requests. */
  readonly rest: readonly RestRecord[];
  /** Calls a number as a caller would. Throws when the number is not the account's. */
  readonly dial: (options: DialOptions) => SimulatedCall;
  /** Passes every call the product places over REST to `listener`, which then acts as the called person. */
  readonly onPlacedCall: (listener: (call: SimulatedCall) => void) => void;
  /** Passes every person a caller is put through to on to `listener`, as their phone begins to ring. */
  readonly onPersonCalled: (listener: (person: CalledPerson) => void) => void;
  /** Refuses calls to this number over REST from now on, with the given Twilio code. */
  readonly refuseCallsTo: (number: string, refusal: CallRefusal) => void;
  /** Faults of the REST API, armed for the next requests. */
  readonly restFaults: Pick<RestFaults, 'arm'>;
  /** Public origins and the local servers behind them, for when the tunnel has moved. */
  readonly addresses: Pick<AddressBook, 'map'>;
  /** Ends every call and closes every socket. */
  readonly close: () => Promise<void>;
}

const MAX_REST_RECORDS = 10_000;
const MAX_ENDED_CALLS = 1_000;

/** Starts a simulated Twilio: the REST API on a port of its own, callers on demand. Rejects when the port is taken. */
export async function startTwilioSimulator(options: TwilioSimulatorOptions = {}): Promise<TwilioSimulator> {
  const clock = options.clock ?? systemClock;
  const account: AccountFacts = {
    sid: newSid('AC'),
    authToken: newSid('AC').slice(2),
    friendlyName: 'Simulated account',
    type: 'Full',
    status: 'active',
    ...options.account,
  };
  const numbers = new Map((options.numbers ?? []).map((seed) => [seed.phoneNumber, newNumber(account.sid, seed)]));
  const book = new AddressBook(options.publicBases ?? {});
  const sockets = new Set<WebSocket>();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const line: StreamLine = {
    clock,
    ticker: new Ticker(clock),
    book,
    keys: { authToken: account.authToken, sharedKey: options.sharedKey },
    sockets,
    closing: closing.signal,
  };
  const calls = new Map<string, TwilioCall>();
  const rest: RestRecord[] = [];
  const faults = new RestFaults(clock);
  const placedListeners: ((call: SimulatedCall) => void)[] = [];
  const personListeners: ((person: CalledPerson) => void)[] = [];
  const refusals = new Map<string, CallRefusal>();

  const begin = (plan: CallPlan): TwilioCall => {
    if (closing.signal.aborted) throw new Error('The simulator is closed');
    const call = new TwilioCall(line, plan);
    calls.set(call.record.sid, call);
    forgetOldest(calls);
    return call;
  };
  const callPerson = (number: string): CalledPerson => {
    const person = new CalledPerson(number, options.called?.(number) ?? { then: 'answers', talksMs: 0 }, clock);
    for (const listener of personListeners) listener(person);
    return person;
  };
  const common = { pace: options.pace ?? 'virtual', callPerson } as const;

  const place = (order: CallOrder): TwilioCall => {
    const { from, to, numberSid, source, statusCallback, ringLimitMs, timeLimitMs, answeredByCallback } = order;
    const facts = { accountSid: account.sid, direction: 'outbound-api', from, to, numberSid } as const;
    const call = begin({
      ...common,
      record: new CallRecord(facts),
      source,
      fallback: undefined,
      statusCallback,
      webhookSignature: 'right',
      streamSignature: 'right',
      keepsAudio: true,
      called: options.called?.(to) ?? { then: 'answers' },
      ringLimitMs,
      timeLimitMs,
      answeredByCallback,
    });
    const handle = new SimulatedCall(call);
    for (const listener of placedListeners) listener(handle);
    return call;
  };

  const desk: CallDesk = { calls, place, refusalOf: (to) => refusals.get(to) };
  const note = (record: RestRecord): void => {
    rest.push(record);
    if (rest.length > MAX_REST_RECORDS) rest.shift();
  };
  const apiKeys = new Map(Object.entries(options.apiKeys ?? {}));
  const server = createRestServer({ account, apiKeys, numbers, desk, faults, note });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port');

  return {
    apiUrl: `http://127.0.0.1:${address.port}`,
    account,
    numbers,
    rest,
    dial: (dialOptions) => {
      const number = numbers.get(dialOptions.to);
      if (!number) throw new Error(`${dialOptions.to} is no number of this account`);
      return new SimulatedCall(begin({ ...common, ...inboundPlan(account.sid, number, dialOptions) }));
    },
    onPlacedCall: (listener) => void placedListeners.push(listener),
    onPersonCalled: (listener) => void personListeners.push(listener),
    refuseCallsTo: (number, refusal) => void refusals.set(number, refusal),
    restFaults: faults,
    addresses: book,
    close: async () => {
      const running = [...calls.values()];
      for (const call of running) call.end('caller');
      await Promise.all(running.map((call) => call.over));
      closing.abort();
      await Promise.all(running.map((call) => call.settled));
      for (const socket of sockets) socket.terminate();
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function inboundPlan(
  accountSid: string,
  number: NumberRecord,
  options: DialOptions,
): Omit<CallPlan, 'pace' | 'callPerson'> {
  const { from, to, callerName, forwardedFrom, stirVerstat = 'TN-Validation-Passed-A' } = options;
  const record = new CallRecord({
    accountSid,
    direction: 'inbound',
    from,
    to,
    numberSid: number.sid,
    ...(callerName !== undefined && { callerName }),
    ...(forwardedFrom !== undefined && { forwardedFrom }),
    ...(stirVerstat !== null && { stirVerstat }),
  });
  const fallbackUrl = number.voice_fallback_url ?? '';
  return {
    record,
    source: voiceSource(number),
    fallback: fallbackUrl === '' ? undefined : { url: fallbackUrl, method: verb(number.voice_fallback_method) },
    statusCallback:
      number.status_callback === ''
        ? undefined
        : { url: number.status_callback, method: verb(number.status_callback_method), events: ['completed'] },
    webhookSignature: options.webhookSignature ?? 'right',
    streamSignature: options.streamSignature ?? 'right',
    keepsAudio: options.audio !== 'counted',
    called: { then: 'answers' },
    ringLimitMs: 0,
    timeLimitMs: undefined,
    answeredByCallback: undefined,
  };
}

/**
 * Finds the first document of a number. A trunk beats an application beats the voice URL: with either of the first two the
 * product is not asked.
 */
function voiceSource(number: NumberRecord): DocumentSource | undefined {
  const isElsewhere = Boolean(number.trunk_sid) || number.voice_application_sid !== '';
  if (isElsewhere || !number.voice_url) return undefined;
  return { url: number.voice_url, method: verb(number.voice_method), kind: 'voice', extra: {} };
}

function verb(method: string): 'GET' | 'POST' {
  return method === 'GET' ? 'GET' : 'POST';
}

function forgetOldest(calls: Map<string, TwilioCall>): void {
  if (calls.size <= MAX_ENDED_CALLS) return;
  for (const [sid, call] of calls) {
    if (!call.record.isOver) continue;
    calls.delete(sid);
    return;
  }
}
