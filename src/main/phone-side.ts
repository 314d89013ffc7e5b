import { randomBytes } from 'node:crypto';
import type { Agent } from '../shared/agent/agent';
import { CallExchange } from './bridge/exchange';
import { createRehearsalStage, withRehearsals } from './bridge/rehearsal-stage';
import type { Clock, Journal, Log, ModelConnector, Secrets, Telephony, ToolRunner } from './ports';
import type { RehearsalStage } from './ports-lines';
import type { Transcriber } from './ports-operator';
import { startPublicListener } from './server/public-listener';
import { createTwilioDoor } from './twilio/door';

const MAX_CALLS = 250;

export interface PhoneSideParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly models: ModelConnector;
  readonly tools: ToolRunner;
  readonly telephony: Telephony;
  /** Writes down what operators say. */
  readonly transcriber: Transcriber | undefined;
  /** How long an operator who was lost is waited for; ms. */
  readonly operatorReturnMs: () => number;
  /** 0: any free one. */
  readonly port: number;
  /** Our address as the carrier of this side reaches it. */
  readonly publicBase: () => URL | undefined;
  readonly agentFor: (number: string) => Agent;
  readonly practice: boolean;
  /** Takes the port of this side while it listens. */
  readonly ownPorts: Set<number>;
}

/** One carrier's way in: its public listener and the calls that come through it. */
export interface PhoneSide {
  readonly exchange: CallExchange;
  readonly port: number;
  /** Lets calls of our own in. */
  readonly stage: Pick<RehearsalStage, 'expect'>;
  offerNonce(): string;
  /** Whether strangers are let in: false from `stop` on. */
  isListening(): boolean;
  /** Ends every call and closes the listener. */
  stop(): Promise<void>;
}

/** Opens a way in for calls. Rejects when the port is taken. */
export async function openPhoneSide(parts: PhoneSideParts): Promise<PhoneSide> {
  const { clock, log, secrets } = parts;
  const exchange = new CallExchange({
    ...parts,
    newCallId: () => `call_${randomBytes(12).toString('base64url')}`,
    maxCalls: MAX_CALLS,
  });
  const stage = createRehearsalStage(clock, log);
  const door = createTwilioDoor({ exchange: withRehearsals(exchange, stage), secrets, clock, log });
  const listener = await startPublicListener({ ...parts, door });
  parts.ownPorts.add(listener.port);
  return {
    exchange,
    port: listener.port,
    stage,
    offerNonce: () => listener.offerNonce(),
    isListening: () => listener.isListening(),
    stop: async () => {
      await exchange.stop();
      await listener.close();
      parts.ownPorts.delete(listener.port);
    },
  };
}
