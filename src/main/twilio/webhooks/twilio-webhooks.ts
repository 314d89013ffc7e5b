import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { SigningFault } from '../../../shared/line/signing-fault';
import type { CallerLeg, Clock, Exchange, Log, Secrets } from '../../ports/ports';
import type { LegReports } from '../../ports/ports-transfer';
import type { PublicWebhooks } from '../../ports/ports-webhooks';
import { CallerStream } from '../stream/caller-stream';
import { ReturnTokens, type Return } from '../stream/return-tokens';
import { StreamTokens, type StreamGrant } from '../stream/stream-tokens';
import { CallWebhooks } from './call-webhooks';
import type { LegTokens } from './leg-tokens';
import { LegWebhooks } from './leg-webhooks';
import { StreamDocuments } from './stream-document';
import {
  formFault,
  isUsableToken,
  upgradeFault,
  webhookUrl,
  type SignatureFault,
  type SigningKeys,
} from './public-urls';

export interface TwilioWebhooksParts {
  readonly exchange: Exchange;
  /** Receiver of the reports about ordered legs. */
  readonly reports: LegReports;
  /** Tokens of legs, shared with the call control that orders them. */
  readonly legs: LegTokens;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  /** Told after each request of the account: the fault of its shared key that has yet to go; undefined: there is none. */
  readonly onSigning: (fault: SigningFault | undefined) => void;
  /** As in `CallerStreamParts`. */
  readonly fastPath?: boolean;
}

/** Twilio's webhooks and streams: wires signatures, webhooks, tokens and streams for one exchange. */
export function createTwilioWebhooks(parts: TwilioWebhooksParts): PublicWebhooks<WebSocket, Duplex> {
  const { exchange, reports, legs, secrets, clock, log, onSigning, fastPath = true } = parts;
  const tokens = new StreamTokens(clock);
  const returns = new ReturnTokens();
  const documents = new StreamDocuments(tokens, returns);
  const callWebhooks = new CallWebhooks({ exchange, documents, log });
  const legWebhooks = new LegWebhooks({ exchange, reports, legs, documents, log });

  /** Faults of signing by the kind of request, since a rule of the account may hold for some kinds only. */
  const faults = new Map<string, SigningFault>();
  let sharedSecret: string | undefined;

  /** Takes note of a request of our account. Strangers do not know its SID, so they cannot have one explained. */
  function note(kind: string, fault: SignatureFault | undefined, keys: SigningKeys): void {
    if (keys.sharedSecret !== sharedSecret) faults.clear();
    sharedSecret = keys.sharedSecret;
    if (fault === 'signature') return;
    if (fault === undefined) faults.delete(kind);
    else faults.set(kind, fault);
    const [first] = faults.values();
    onSigning(first);
  }

  /** Grant of a caller who comes back; undefined: their call is over. */
  function grantOf(back: Return | undefined, accountSid: string): StreamGrant | undefined {
    if (back === undefined) return undefined;
    const { callSid } = back;
    const callId = exchange.callerReturns(callSid);
    return callId === undefined ? undefined : { callId, callSid, accountSid };
  }

  return {
    answer({ base, route, token, signature, fields }) {
      const keys = secrets.twilio();
      if (!keys || !isUsableToken(keys.authToken)) return { status: 503, reason: 'no-keys' };
      const fault = formFault(keys, signature, webhookUrl(base, route, token), fields);
      if (fields['AccountSid'] === keys.accountSid) note(route, fault, keys);
      if (fault !== undefined) return { status: 403, reason: fault };
      if (token !== undefined) {
        return route === '/twiml'
          ? legWebhooks.document(token, fields, keys, base)
          : legWebhooks.status(token, fields, keys.accountSid);
      }
      return route === '/twiml' ? callWebhooks.voice(fields, keys, base) : callWebhooks.status(fields, keys.accountSid);
    },

    admit({ base, token, signature }) {
      const keys = secrets.twilio();
      if (!keys || !isUsableToken(keys.authToken)) return { admitted: false, status: 503, reason: 'no-keys' };
      const first = tokens.find(token);
      const back = first === undefined ? returns.read(token, keys.authToken) : undefined;
      const isKnown = first === undefined ? back !== undefined : first.accountSid === keys.accountSid;
      if (!isKnown) return { admitted: false, status: 401, reason: 'stream-token' };
      const fault = upgradeFault(keys, signature, base, token);
      note('stream', fault, keys);
      if (fault !== undefined) return { admitted: false, status: 403, reason: fault };
      const grant = first ?? grantOf(back, keys.accountSid);
      if (grant === undefined) return { admitted: false, status: 401, reason: 'call-over' };
      tokens.consume(token);
      back?.use();
      return {
        admitted: true,
        open(socket, transport, onStarted) {
          const attach = (callId: string, leg: CallerLeg) => exchange.attachCaller(callId, leg, back !== undefined);
          new CallerStream({ socket, transport, grant, attach, onStarted, clock, log, fastPath });
        },
      };
    },
  };
}
