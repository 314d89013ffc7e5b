import { randomBytes } from 'node:crypto';
import type { Agent } from '../../shared/agent/agent';
import { MAX_DESK_CALLS } from '../../shared/call/desk-limits';
import type { SigningFault } from '../../shared/line/signing-fault';
import type { CallRegistry } from '../calls/call-registry';
import { CallExchange } from '../calls/exchange';
import { OutboundCalls } from '../calls/outbound-calls';
import { createLineTestAnswerer } from '../calls/line-test-answerer';
import type { Clock, Journal, KnownCall, Log, ModelConnector, Secrets } from '../ports/ports';
import type { ToolRunner } from '../ports/ports-tools';
import type { LineTestAnswerer } from '../ports/ports-lines';
import type { Transcriber } from '../ports/ports-operator';
import { startPublicListener, type PublicListener } from '../server/public/public-listener';
import { createCallControl } from '../twilio/call-control';
import { createTwilioWebhooks } from '../twilio/webhooks/twilio-webhooks';
import { LegTokens } from '../twilio/webhooks/leg-tokens';
import { dialledNumber } from '../twilio/number-rules';
import type { CarrierCalls } from '../twilio/telephony';

export interface PhoneSideParts {
  readonly journal: Journal;
  /** Registry of all calls, to which this side's are added. */
  readonly registry: CallRegistry;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly models: ModelConnector;
  readonly tools: ToolRunner;
  readonly telephony: CarrierCalls;
  /** Transcribes operators' speech. */
  readonly transcriber: Transcriber | undefined;
  /** Time to wait for a lost operator; ms. */
  readonly operatorReturnMs: () => number;
  /** 0: any free one. */
  readonly port: number;
  /** Public base URL, as this side's carrier reaches it. */
  readonly publicBase: () => URL | undefined;
  readonly agentFor: (number: string) => Agent;
  /** Agent by id; undefined: there is none. */
  readonly agentOf: (agentId: string) => Agent | undefined;
  /** True for a line whose calls come here. */
  readonly isLive: (line: string) => boolean;
  readonly practice: boolean;
  /** As in `ExchangeParts`. */
  readonly deskLimit?: (calls: number) => 'desk-full' | 'spend-reached' | undefined;
  readonly knownCalls?: readonly KnownCall[];
  /** As in `TwilioWebhooksParts`; absent: nobody is told. */
  readonly onSigning?: (fault: SigningFault | undefined) => void;
  /** As in `CallerStreamParts`. */
  readonly fastPath?: boolean;
  /** Ports Switchboard listens on; holds this side's while it listens. */
  readonly ownPorts: Set<number>;
}

/** One carrier's way in: the public listener, and the calls that come through it. */
export interface PhoneSide {
  readonly exchange: CallExchange;
  /** Calls out and transfers. */
  readonly outbound: OutboundCalls;
  readonly port: number;
  /** Admits the calls of line tests. */
  readonly lineTests: Pick<LineTestAnswerer, 'expect'>;
  /** Admits requests from outside, until `stop`. */
  readonly listener: Pick<PublicListener, 'offerNonce' | 'isListening'>;
  /** Ends every call and closes the listener. */
  stop(): Promise<void>;
}

/** Opens a way in for calls. Rejects when the port is taken. */
export async function openPhoneSide(parts: PhoneSideParts): Promise<PhoneSide> {
  const { clock, log, secrets, publicBase, agentFor, agentOf, onSigning = () => undefined, fastPath = true } = parts;
  const newCallId = (): string => `call_${randomBytes(12).toString('base64url')}`;
  const exchange = new CallExchange({
    ...parts,
    newCallId,
    maxCalls: MAX_DESK_CALLS,
  });
  const legs = new LegTokens(clock);
  const outbound = new OutboundCalls({
    ...parts,
    exchange,
    telephony: createCallControl({ carrier: parts.telephony, legs, publicBase }),
    readNumber: dialledNumber,
    agentFor: (line, agentId) => (agentId === undefined ? agentFor(line) : agentOf(agentId)),
    newCallId,
  });
  const lineTests = createLineTestAnswerer(exchange, clock, log);
  const webhooks = createTwilioWebhooks({
    exchange: lineTests,
    reports: outbound,
    legs,
    secrets,
    clock,
    log,
    onSigning,
    fastPath,
  });
  const listener = await startPublicListener({ ...parts, webhooks });
  parts.ownPorts.add(listener.port);
  return {
    exchange,
    outbound,
    port: listener.port,
    lineTests,
    listener,
    stop: async () => {
      await Promise.all([exchange.stop(), outbound.stop()]);
      await listener.close();
      parts.ownPorts.delete(listener.port);
    },
  };
}
