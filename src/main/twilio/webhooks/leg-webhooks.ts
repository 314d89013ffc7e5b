import type { Exchange, Log } from '../../ports/ports';
import type { CalleeEnd, CalleeState, LegReports, TransferOutcome } from '../../ports/ports-transfer';
import type { FormAnswer, FormFields } from '../../ports/ports-webhooks';
import { callSidOf, isParty, IS_TERMINAL, type AccountKeys } from './form-fields';
import type { LegGrant, LegTokens } from './leg-tokens';
import { webhookUrl } from './public-urls';
import type { StreamDocuments } from './stream-document';
import { announceDocument, goOnDocument, hangUpDocument } from './twiml';

const DECLINES = '2';
const DIGITS = /^[0-9*#]{0,1}$/;
const ANSWERED_BY = /^(?:human|fax|unknown|machine_(?:start|end_(?:beep|silence|other)))$/;
const MACHINE = /^(?:machine_|fax)/;

const STATE_OF_STATUS: ReadonlyMap<string, CalleeState> = new Map([
  ['queued', 'queued'],
  ['initiated', 'queued'],
  ['ringing', 'ringing'],
  ['in-progress', 'answered'],
]);

const END_OF_STATUS: ReadonlyMap<string, CalleeEnd> = new Map([
  ['completed', 'over'],
  ['canceled', 'over'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['failed', 'not-reachable'],
]);

const OUTCOME_OF_DIAL: ReadonlyMap<string, TransferOutcome> = new Map([
  ['completed', 'connected'],
  ['answered', 'connected'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['canceled', 'no-answer'],
  ['failed', 'not-reachable'],
]);

export interface LegWebhookParts {
  readonly exchange: Pick<Exchange, 'carrierReportedEnd'>;
  readonly reports: LegReports;
  readonly legs: LegTokens;
  readonly documents: StreamDocuments;
  readonly log: Log;
}

/**
 * Webhooks of legs we ordered: calls out, and people to whom callers are transferred. The token in the address names
 * the call; a document is given for it once.
 */
export class LegWebhooks {
  constructor(private readonly parts: LegWebhookParts) {}

  /** Answers a request for a document. A token that is used, unknown or of another kind changes nothing. */
  document(token: string, fields: FormFields, keys: AccountKeys, base: URL): FormAnswer {
    const { CallStatus: status } = fields;
    const callSid = callSidOf(fields, keys.accountSid);
    if (typeof callSid !== 'string') return callSid;
    if (status !== undefined && !IS_TERMINAL.has(status)) return { status: 400, reason: 'call-status' };
    const grant = this.parts.legs.find(token);
    if (grant === undefined) return this.stale();
    const answer = this.documentFor(grant, fields, callSid, keys, base);
    if (answer.status === 200) this.parts.legs.use(token);
    return answer;
  }

  /** Takes a report: the progress of a leg, or who answered it. */
  status(token: string, fields: FormFields, accountSid: string): FormAnswer {
    const { reports, legs } = this.parts;
    const { CallStatus: status, AnsweredBy: answeredBy } = fields;
    const callSid = callSidOf(fields, accountSid);
    if (typeof callSid !== 'string') return callSid;
    if (answeredBy !== undefined && !ANSWERED_BY.test(answeredBy)) return { status: 400, reason: 'answered-by' };
    if (status === undefined ? answeredBy === undefined : !IS_TERMINAL.has(status)) {
      return { status: 400, reason: 'call-status' };
    }
    const grant = legs.find(token);
    if (grant?.purpose === 'callee-status') this.calleeStatus(grant.callId, callSid, status, answeredBy);
    else if (grant?.purpose === 'person-status' && status === 'in-progress')
      reports.personAnswered(grant.callId, grant.transferId);
    return { status: 204 };
  }

  private documentFor(grant: LegGrant, fields: FormFields, callSid: string, keys: AccountKeys, base: URL): FormAnswer {
    const { reports, legs } = this.parts;
    const { callId } = grant;
    const isOver = IS_TERMINAL.get(fields['CallStatus'] ?? '') === true;
    switch (grant.purpose) {
      case 'answer':
        if (!isParty(fields['From']) || !isParty(fields['To'])) return { status: 400, reason: 'party' };
        if (isOver || !reports.calleeAnswered(callId, callSid)) return hangUp();
        return this.stream(callId, callSid, fields, keys, base);
      case 'announce': {
        if (isOver) return hangUp();
        const decideUrl = webhookUrl(
          base,
          '/twiml',
          legs.mint({ purpose: 'decide', callId, transferId: grant.transferId }),
        );
        return { status: 200, xml: announceDocument(grant.announcement, decideUrl) };
      }
      case 'decide': {
        const digits = fields['Digits'] ?? '';
        if (!DIGITS.test(digits)) return { status: 400, reason: 'digits' };
        const takes = !isOver && digits !== DECLINES;
        return reports.personDecided(callId, grant.transferId, takes) && takes
          ? { status: 200, xml: goOnDocument() }
          : hangUp();
      }
      case 'after':
        return this.afterDial(grant, fields, callSid, keys, base);
      case 'callee-status':
      case 'person-status':
        return this.stale();
    }
  }

  private afterDial(
    grant: Extract<LegGrant, { purpose: 'after' }>,
    fields: FormFields,
    callSid: string,
    keys: AccountKeys,
    base: URL,
  ): FormAnswer {
    const { exchange, reports } = this.parts;
    const { From: from, To: to, CallStatus: status, DialCallStatus: dialStatus, DialBridged: bridged } = fields;
    if (callSid !== grant.callSid) return { status: 400, reason: 'call-sid' };
    if (!isParty(from) || !isParty(to)) return { status: 400, reason: 'party' };
    if (bridged !== undefined && !/^(?:true|false)$/.test(bridged)) return { status: 400, reason: 'dial-bridged' };
    const outcome = OUTCOME_OF_DIAL.get(dialStatus ?? '');
    if (outcome === undefined) return { status: 400, reason: 'dial-status' };
    if (IS_TERMINAL.get(status ?? '') === true) {
      exchange.carrierReportedEnd(callSid);
      return hangUp();
    }
    // Somebody may have picked up and hung up again before the two could speak.
    const became = outcome === 'connected' && bridged === 'false' ? 'declined' : outcome;
    if (!reports.transferEnded(grant.callId, grant.transferId, became)) return hangUp();
    return this.stream(grant.callId, callSid, fields, keys, base);
  }

  private stream(callId: string, callSid: string, fields: FormFields, keys: AccountKeys, base: URL): FormAnswer {
    const parameters = { from: fields['From'] ?? '', to: fields['To'] ?? '' };
    const { accountSid, authToken } = keys;
    return this.parts.documents.connect({ callId, callSid, accountSid, authToken, base, parameters });
  }

  private calleeStatus(
    callId: string,
    callSid: string,
    status: string | undefined,
    answeredBy: string | undefined,
  ): void {
    const { reports, documents } = this.parts;
    const state = STATE_OF_STATUS.get(status ?? '');
    if (state !== undefined) reports.calleeProgressed(callId, callSid, state);
    if (answeredBy !== undefined && MACHINE.test(answeredBy))
      reports.calleeProgressed(callId, callSid, 'answered-by-machine');
    const end = END_OF_STATUS.get(status ?? '');
    if (end === undefined) return;
    documents.revoke(callSid);
    reports.calleeGone(callId, callSid, end);
  }

  private stale(): FormAnswer {
    this.parts.log.warn('leg-token-unknown');
    return hangUp();
  }
}

function hangUp(): FormAnswer {
  return { status: 200, xml: hangUpDocument() };
}
