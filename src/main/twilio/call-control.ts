import { CarrierError } from '../../shared/line/carrier-failure';
import { RING_SECONDS, type Telephony } from '../ports/ports-transfer';
import type { LegTokens } from './webhooks/leg-tokens';
import { webhookUrl } from './webhooks/public-urls';
import type { CarrierCalls } from './telephony';
import { dialDocument } from './webhooks/twiml';

/** Longest call that Twilio allows an ordinary account; also its own limit. */
const MAX_CALL_SECONDS = 14_400;

export interface CallControlParts {
  readonly carrier: CarrierCalls;
  readonly legs: LegTokens;
  /** Public base; without one nothing is ordered, because the carrier could not report back. */
  readonly publicBase: () => URL | undefined;
}

/** Creates the call control at Twilio. Every address given to the carrier contains a token of its own. */
export function createCallControl({ carrier, legs, publicBase }: CallControlParts): Telephony {
  function base(): URL {
    const now = publicBase();
    if (now === undefined) throw new CarrierError('no-public-address');
    return now;
  }

  return {
    hangUp: (carrierCallId) => carrier.hangUp(carrierCallId),
    apologise: (carrierCallId) => carrier.apologise(carrierCallId),

    async putThrough({ callId, transferId, carrierCallId, from, to, announcement, isCallOut }) {
      const here = base();
      const document = dialDocument({
        to,
        callerId: from,
        ringSeconds: RING_SECONDS,
        afterUrl: webhookUrl(
          here,
          '/twiml',
          legs.mint({ purpose: 'after', callId, transferId, callSid: carrierCallId }),
        ),
        statusUrl: webhookUrl(here, '/status', legs.mint({ purpose: 'person-status', callId, transferId })),
        announceUrl:
          announcement === null
            ? undefined
            : webhookUrl(here, '/twiml', legs.mint({ purpose: 'announce', callId, transferId, announcement })),
      });
      await carrier.redirect(carrierCallId, document, isCallOut ? MAX_CALL_SECONDS : undefined);
    },

    async dial({ callId, from, to, longestMinutes, onMachine }) {
      const here = base();
      return carrier.place({
        from,
        to,
        ringSeconds: RING_SECONDS,
        onMachine,
        timeLimitSeconds: longestMinutes === null ? undefined : Math.min(longestMinutes * 60, MAX_CALL_SECONDS),
        url: webhookUrl(here, '/twiml', legs.mint({ purpose: 'answer', callId })),
        statusUrl: webhookUrl(here, '/status', legs.mint({ purpose: 'callee-status', callId })),
      });
    },
  };
}
