import type { CallerFacts } from '../../../shared/call/events/call';
import type { Exchange, Log } from '../../ports/ports';
import type { FormAnswer, FormFields } from '../../ports/ports-webhooks';
import { callSidOf, isParty, IS_TERMINAL, type AccountKeys } from './form-fields';
import type { StreamDocuments } from './stream-document';
import { hangUpDocument, refusalDocument } from './twiml';

/** Number of ended calls, and of streams that failed, to remember: reports may come again. */
const MAX_REMEMBERED = 4096;
const MAX_PARTY_CHARS = 64;
const MAX_NAME_CHARS = 80;
/** Outcome and level of STIR/SHAKEN; what stands behind tells how the call came. */
const STIR_VERSTAT = /^TN-Validation-(Passed|Failed)(?:-([ABC]))?(?:-[A-Za-z]{2,20})?$/;

const STREAM_SID = /^MZ[0-9a-f]{32}$/;
const STREAM_ERROR = /^\d{5}\b/;

export interface CallWebhookParts {
  readonly exchange: Exchange;
  readonly documents: StreamDocuments;
  readonly log: Log;
}

/**
 * Webhooks of incoming calls, once their signature is proven. A signature joins keys and values without a separator, so
 * a captured form may come back cut elsewhere. Therefore every field that matters is checked for its shape.
 */
export class CallWebhooks {
  private readonly ended = new Set<string>();
  /** Streams whose error was told. */
  private readonly failed = new Set<string>();

  constructor(private readonly parts: CallWebhookParts) {}

  /** Answers a ringing call. A repeated request gets the same answer and changes nothing. */
  voice(fields: FormFields, { accountSid, authToken }: AccountKeys, base: URL): FormAnswer {
    const { From: from, To: to, CallStatus: status } = fields;
    const callSid = callSidOf(fields, accountSid);
    if (typeof callSid !== 'string') return callSid;
    if (!isParty(from) || !isParty(to)) return { status: 400, reason: 'party' };
    if (status !== undefined && !IS_TERMINAL.has(status)) return { status: 400, reason: 'call-status' };
    if (this.ended.has(callSid) || (status !== undefined && IS_TERMINAL.get(status))) {
      return { status: 200, xml: hangUpDocument() };
    }
    const verdict = this.parts.exchange.ring({
      carrierCallId: callSid,
      from: from.slice(0, MAX_PARTY_CHARS),
      to: to.slice(0, MAX_PARTY_CHARS),
      caller: callerFactsOf(fields),
    });
    if (!verdict.admitted) return { status: 200, xml: refusalDocument(verdict.reason) };
    const { callId } = verdict;
    const parameters = { from, to, ...optional('callerName', fields['CallerName']) };
    return this.parts.documents.connect({ callId, callSid, accountSid, authToken, base, parameters });
  }

  /**
   * Takes a report about a call or its stream. It may be late, doubled or out of order: a call that ended stays ended.
   */
  status(fields: FormFields, accountSid: string): FormAnswer {
    const { CallStatus: status, StreamEvent: streamEvent } = fields;
    const callSid = callSidOf(fields, accountSid);
    if (typeof callSid !== 'string') return callSid;
    if (streamEvent === 'stream-error') this.streamFailed(callSid, fields);
    if (streamEvent !== undefined) return { status: 204 };
    const isTerminal = status === undefined ? undefined : IS_TERMINAL.get(status);
    if (isTerminal === undefined) return { status: 400, reason: 'call-status' };
    if (isTerminal && !this.ended.has(callSid)) {
      remember(this.ended, callSid);
      this.parts.documents.revoke(callSid);
      this.parts.exchange.carrierReportedEnd(callSid);
    }
    return { status: 204 };
  }

  private streamFailed(callSid: string, { StreamSid: sid = '', StreamError: error = '' }: FormFields): void {
    const code = STREAM_ERROR.exec(error)?.[0];
    this.parts.log.warn('carrier-stream-error', { code: code ?? 'none' });
    const stream = STREAM_SID.test(sid) ? sid : callSid;
    if (code === undefined || this.failed.has(stream)) return;
    remember(this.failed, stream);
    this.parts.exchange.streamFailed(callSid, Number(code));
  }
}

/** Adds to the set, and forgets the oldest beyond the limit. */
function remember(set: Set<string>, value: string): void {
  set.add(value);
  for (const oldest of set) {
    if (set.size <= MAX_REMEMBERED) return;
    set.delete(oldest);
  }
}

/** The carrier's statement about the caller; undefined: none. What is malformed is left out, and costs nobody the call. */
function callerFactsOf({ CallerName, StirVerstat, ForwardedFrom }: FormFields): CallerFacts | undefined {
  const name = CallerName?.trim().slice(0, MAX_NAME_CHARS) ?? '';
  const [, outcome, level] = STIR_VERSTAT.exec(StirVerstat ?? '') ?? [];
  const attested: CallerFacts['attested'] = outcome === 'Failed' ? 'failed' : isLevel(level) ? level : undefined;
  const isForwarded = ForwardedFrom !== undefined && ForwardedFrom !== '' && isParty(ForwardedFrom);
  const facts: CallerFacts = {
    ...(name !== '' && { name }),
    ...(attested !== undefined && { attested }),
    ...(isForwarded && { forwardedFrom: ForwardedFrom.slice(0, MAX_PARTY_CHARS) }),
  };
  return Object.keys(facts).length === 0 ? undefined : facts;
}

function isLevel(level: string | undefined): level is 'A' | 'B' | 'C' {
  return level === 'A' || level === 'B' || level === 'C';
}

function optional(name: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined || value === '' ? {} : { [name]: value };
}
