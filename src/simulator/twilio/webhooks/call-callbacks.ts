import type { CallRecord } from '../call-record';
import type { FormParams } from './signature';
import type { WebhookReply } from './webhook';

/** The callback to which Twilio reports a call's status. */
export interface StatusCallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly events: readonly StatusEvent[];
}

/** A status that can be reported; every kind of ending counts as `completed`. */
export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

/** The parameters of a call status callback. `sequence` counts the callbacks of a call from 0. */
export function statusParams(record: CallRecord, sequence: number): FormParams {
  return {
    ...record.params(),
    ...(record.isOver && {
      CallDuration: String(record.durationS),
      Duration: String(Math.ceil(record.durationS / 60)),
    }),
    Timestamp: (record.endedAt ?? new Date()).toUTCString().replace('GMT', '+0000'),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
  };
}

/** Parameters of the callback that reports whether a human or a machine answered. */
export function answeredByParams(record: CallRecord): FormParams {
  const { accountSid } = record.facts;
  return {
    AccountSid: accountSid,
    CallSid: record.sid,
    AnsweredBy: record.answeredBy ?? 'unknown',
    MachineDetectionDuration: '1800',
  };
}

/** The parameters of a stream status callback; `error` is Twilio's code. */
export function streamParams(
  record: CallRecord,
  streamSid: string,
  name: string,
  event: 'stream-started' | 'stream-stopped' | 'stream-error',
  error: number | undefined,
): FormParams {
  return {
    AccountSid: record.facts.accountSid,
    CallSid: record.sid,
    StreamSid: streamSid,
    StreamName: name,
    StreamEvent: event,
    Timestamp: new Date().toISOString(),
    ...(error !== undefined && { StreamError: String(error) }),
  };
}

/** Twilio's error code for the answer to a callback, if any: 15003, or the code of the failed request. */
export function callbackCode(reply: WebhookReply): number | undefined {
  if (reply.code !== undefined) return reply.code;
  if (reply.status === 204) return undefined;
  return reply.status === 200 && ['text/xml', 'application/xml'].includes(reply.contentType) ? undefined : 15003;
}
