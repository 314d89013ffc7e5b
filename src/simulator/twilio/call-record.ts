import { newSid } from './sid';
import type { FormParams } from './webhooks/signature';

/** State of a call, in Twilio's terms. */
export type CallStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';

/** The facts of a call that never change. */
export interface CallFacts {
  readonly accountSid: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-dial';
  readonly from: string;
  readonly to: string;
  readonly numberSid: string | null;
  /** The call that this one is a leg of. */
  readonly parentCallSid?: string;
  readonly callerName?: string;
  readonly forwardedFrom?: string;
  readonly stirVerstat?: string;
}

/** The callback to which Twilio reports a call's status. */
export interface StatusCallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly events: readonly StatusEvent[];
}

/** A status that can be reported; every kind of ending counts as `completed`. */
export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

const PLACES = ['City', 'State', 'Zip', 'Country'] as const;
const API = '/2010-04-01';

/** Twilio's record of a call, as webhooks and the REST API show it. */
export class CallRecord {
  readonly sid = newSid('CA');
  readonly facts: CallFacts;
  readonly createdAt = new Date();
  status: CallStatus;
  answeredAt: Date | null = null;
  endedAt: Date | null = null;
  /** Kind of callee that answered an outbound call, once it was detected. */
  answeredBy: 'human' | 'machine_start' | 'machine_end_beep' | null = null;
  /** Whole seconds, rounded up; 0 when never answered. */
  durationS = 0;

  constructor(facts: CallFacts) {
    this.facts = facts;
    this.status = facts.direction === 'inbound' ? 'ringing' : 'queued';
  }

  get isOver(): boolean {
    return this.status !== 'queued' && this.status !== 'ringing' && this.status !== 'in-progress';
  }

  /** Parameters that every request about this call carries. */
  params(): FormParams {
    const { accountSid, direction, from, to, parentCallSid, callerName, forwardedFrom, stirVerstat } = this.facts;
    return {
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      CallSid: this.sid,
      CallStatus: this.status,
      Called: to,
      Caller: from,
      Direction: direction,
      From: from,
      To: to,
      ...placeOf('Called', to),
      ...placeOf('Caller', from),
      ...placeOf('From', from),
      ...placeOf('To', to),
      ...(parentCallSid !== undefined && { ParentCallSid: parentCallSid }),
      ...(callerName !== undefined && { CallerName: callerName }),
      ...(forwardedFrom !== undefined && { ForwardedFrom: forwardedFrom }),
      ...(direction === 'inbound' && this.status === 'ringing' && { CallToken: this.#token() }),
      ...(stirVerstat !== undefined && { StirVerstat: stirVerstat }),
    };
  }

  /** Parameters of a call status callback. `sequence` counts the callbacks of a call from 0. */
  statusParams(sequence: number): FormParams {
    return {
      ...this.params(),
      ...(this.isOver && {
        CallDuration: String(this.durationS),
        Duration: String(Math.ceil(this.durationS / 60)),
      }),
      Timestamp: (this.endedAt ?? new Date()).toUTCString().replace('GMT', '+0000'),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(sequence),
    };
  }

  /** Parameters of the callback that reports whether a human or a machine answered. */
  answeredByParams(): FormParams {
    return {
      AccountSid: this.facts.accountSid,
      CallSid: this.sid,
      AnsweredBy: this.answeredBy ?? 'unknown',
      MachineDetectionDuration: '1800',
    };
  }

  /** Parameters of a stream status callback; `error` is Twilio's code. */
  streamParams(
    streamSid: string,
    name: string,
    event: 'stream-started' | 'stream-stopped' | 'stream-error',
    error: number | undefined,
  ): FormParams {
    return {
      AccountSid: this.facts.accountSid,
      CallSid: this.sid,
      StreamSid: streamSid,
      StreamName: name,
      StreamEvent: event,
      Timestamp: new Date().toISOString(),
      ...(error !== undefined && { StreamError: String(error) }),
    };
  }

  /** The call as a resource of the REST API. */
  json(): { readonly sid: string; readonly [field: string]: unknown } {
    const { accountSid, direction, from, to, numberSid, callerName, forwardedFrom, stirVerstat } = this.facts;
    const uri = `${API}/Accounts/${accountSid}/Calls/${this.sid}`;
    return {
      sid: this.sid,
      account_sid: accountSid,
      api_version: '2010-04-01',
      direction,
      from,
      from_formatted: formatted(from),
      to,
      to_formatted: formatted(to),
      phone_number_sid: numberSid,
      status: this.status,
      start_time: this.answeredAt?.toUTCString().replace('GMT', '+0000') ?? null,
      end_time: this.endedAt?.toUTCString().replace('GMT', '+0000') ?? null,
      duration: this.endedAt ? String(this.durationS) : null,
      price: null,
      price_unit: 'USD',
      answered_by: this.answeredBy,
      caller_name: callerName ?? null,
      forwarded_from: forwardedFrom ?? null,
      stir_verstat: stirVerstat ?? null,
      group_sid: null,
      parent_call_sid: this.facts.parentCallSid ?? null,
      trunk_sid: null,
      queue_time: '0',
      date_created: this.createdAt.toUTCString().replace('GMT', '+0000'),
      date_updated: (this.endedAt ?? this.answeredAt ?? this.createdAt).toUTCString().replace('GMT', '+0000'),
      subresource_uris: { recordings: `${uri}/Recordings.json`, streams: `${uri}/Streams.json` },
      uri: `${uri}.json`,
    };
  }

  #token(): string {
    return encodeURIComponent(JSON.stringify({ parentCallInfoToken: this.sid.slice(2), identityHeaderTokens: [] }));
  }
}

function placeOf(prefix: string, number: string): FormParams {
  const country = number.startsWith('+1') ? 'US' : '';
  return Object.fromEntries(PLACES.map((place) => [prefix + place, place === 'Country' ? country : '']));
}

function formatted(number: string): string {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return match ? `(${match[1]}) ${match[2]}-${match[3]}` : number;
}
