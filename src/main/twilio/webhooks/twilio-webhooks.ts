import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { SigningFault } from '../../../shared/line/signing-fault';
import type { Clock, Exchange, Log, Secrets } from '../../ports/ports';
import type { LegReports } from '../../ports/ports-transfer';
import type { PublicWebhooks } from '../../ports/ports-webhooks';
import { CallerStream } from '../stream/caller-stream';
import { StreamTokens } from '../stream/stream-tokens';
import { CallWebhooks } from './call-webhooks';
import type { LegTokens } from './leg-tokens';
import { LegWebhooks } from './leg-webhooks';
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
  const callWebhooks = new CallWebhooks({ exchange, tokens, log });
  const legWebhooks = new LegWebhooks({ exchange, reports, legs, tokens, log });

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

  return {
    answer({ base, route, token, signature, fields }) {
      const keys = secrets.twilio();
      if (!keys || !isUsableToken(keys.authToken)) return { status: 503, reason: 'no-keys' };
      const fault = formFault(keys, signature, webhookUrl(base, route, token), fields);
      if (fields['AccountSid'] === keys.accountSid) note(route, fault, keys);
      if (fault !== undefined) return { status: 403, reason: fault };
      if (token !== undefined) {
        return route === '/twiml'
          ? legWebhooks.document(token, fields, keys.accountSid, base)
          : legWebhooks.status(token, fields, keys.accountSid);
      }
      return route === '/twiml'
        ? callWebhooks.voice(fields, keys.accountSid, base)
        : callWebhooks.status(fields, keys.accountSid);
    },

    admit({ base, token, signature }) {
      const keys = secrets.twilio();
      if (!keys || !isUsableToken(keys.authToken)) return { admitted: false, status: 503, reason: 'no-keys' };
      const grant = tokens.find(token);
      if (grant?.accountSid !== keys.accountSid) return { admitted: false, status: 401, reason: 'stream-token' };
      const fault = upgradeFault(keys, signature, base, token);
      note('stream', fault, keys);
      if (fault !== undefined) return { admitted: false, status: 403, reason: fault };
      tokens.consume(token);
      return {
        admitted: true,
        open(socket, transport, onStarted) {
          const attach = exchange.attachCaller.bind(exchange);
          new CallerStream({ socket, transport, grant, attach, onStarted, clock, log, fastPath });
        },
      };
    },
  };
}
