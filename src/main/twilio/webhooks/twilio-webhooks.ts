import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock, Exchange, Log, Secrets } from '../../ports/ports';
import type { LegReports } from '../../ports/ports-transfer';
import type { PublicWebhooks } from '../../ports/ports-webhooks';
import { CallerStream } from '../stream/caller-stream';
import { StreamTokens } from '../stream/stream-tokens';
import { CallWebhooks } from './call-webhooks';
import type { LegTokens } from './leg-tokens';
import { LegWebhooks } from './leg-webhooks';
import { isSignedForm, isSignedUpgrade, isUsableToken, webhookUrl } from './public-urls';

export interface TwilioWebhooksParts {
  readonly exchange: Exchange;
  /** Receiver of the reports about ordered legs. */
  readonly reports: LegReports;
  /** Tokens of legs, shared with the call control that orders them. */
  readonly legs: LegTokens;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  /** As in `CallerStreamParts`. */
  readonly fastPath?: boolean;
}

/** Twilio's webhooks and streams: wires signatures, webhooks, tokens and streams for one exchange. */
export function createTwilioWebhooks(parts: TwilioWebhooksParts): PublicWebhooks<WebSocket, Duplex> {
  const { exchange, reports, legs, secrets, clock, log, fastPath = true } = parts;
  const tokens = new StreamTokens(clock);
  const callWebhooks = new CallWebhooks({ exchange, tokens, log });
  const legWebhooks = new LegWebhooks({ exchange, reports, legs, tokens, log });

  return {
    answer({ base, route, token, signature, fields }) {
      const keys = secrets.twilio();
      if (!keys || !isUsableToken(keys.authToken)) return { status: 503, reason: 'no-keys' };
      if (!isSignedForm(keys.authToken, signature, webhookUrl(base, route, token), fields)) {
        return { status: 403, reason: 'signature' };
      }
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
      if (!isSignedUpgrade(keys.authToken, signature, base, token)) {
        return { admitted: false, status: 403, reason: 'signature' };
      }
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
