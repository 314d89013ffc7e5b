import type { Agent } from '../../shared/agent/agent';
import type { CallRegistry } from '../calls/call-registry';
import { openPhoneSide, type PhoneSide } from '../app/phone-side';
import type { Clock, Journal, Log, ModelConnector, Secrets } from '../ports/ports';
import type { ToolRunner } from '../ports/ports-tools';
import type { Transcriber } from '../ports/ports-operator';
import { createRealtimeConnector } from '../realtime/connector';
import { createTranscriber } from '../realtime/transcriber';
import { secretsOf } from '../app/secrets';
import { createTelephony } from '../twilio/telephony';

/** What every way of practising stands on. */
export interface PracticeParts {
  readonly resourcesFolder: string;
  readonly journal: Journal;
  readonly registry: CallRegistry;
  readonly tools: ToolRunner;
  /** Takes the port of the practice side while it listens. */
  readonly ownPorts: Set<number>;
  readonly clock: Clock;
  readonly log: Log;
  /** How long an operator who was lost is waited for; ms. */
  readonly operatorReturnMs: () => number;
}

/** Who speaks for an agent, who writes for it, and who writes down what operators say. */
export interface PracticeModels {
  readonly models: ModelConnector;
  readonly written: ModelConnector;
  readonly transcriber: Transcriber;
}

/** A simulated carrier: its account, and its numbers, which are to lead to this side. */
export interface PracticeCarrier {
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly numbers: Iterable<{ voice_url: string | null; status_callback: string | null }>;
}

/** Opens a way in for the calls of a simulated carrier, beside whatever is live. Rejects when there is no port for it. */
export async function openPracticeSide(
  parts: PracticeParts,
  carrier: PracticeCarrier,
  { models, transcriber }: Omit<PracticeModels, 'written'>,
  agentFor: () => Agent,
): Promise<PhoneSide> {
  const { journal, registry, tools, ownPorts, clock, log, operatorReturnMs } = parts;
  const secrets = practiceSecrets({ twilioAccountSid: carrier.accountSid, twilioAuthToken: carrier.authToken });
  const reach: { base?: URL } = {};
  const side = await openPhoneSide({
    journal,
    registry,
    clock,
    log,
    secrets,
    models,
    telephony: createTelephony(secrets, carrier.apiUrl),
    transcriber,
    operatorReturnMs,
    port: 0,
    tools,
    ownPorts,
    publicBase: () => reach.base,
    agentFor,
    agentOf: () => undefined,
    isLive: () => false,
    practice: true,
  });
  reach.base = new URL(`http://127.0.0.1:${String(side.port)}`);
  for (const number of carrier.numbers) {
    number.voice_url = `${reach.base.origin}/twiml`;
    number.status_callback = `${reach.base.origin}/status`;
  }
  return side;
}

/** The models of a simulated model service, which knows one key. */
export function simulatedModels(url: string, openAiKey: string, clock: Clock): PracticeModels {
  const secrets = practiceSecrets({ openAiKey });
  return {
    models: createRealtimeConnector({ url, secrets, clock }),
    written: createRealtimeConnector({ url, secrets, clock, isWritten: true }),
    transcriber: createTranscriber({ url, secrets, clock }),
  };
}

function practiceSecrets(keys: Readonly<Record<string, string>>): Secrets {
  return secretsOf({ read: (name) => new Map(Object.entries(keys)).get(name) });
}
