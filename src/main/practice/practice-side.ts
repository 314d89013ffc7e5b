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

/** Dependencies of every kind of practice. */
export interface PracticeParts {
  readonly resourcesFolder: string;
  readonly journal: Journal;
  readonly registry: CallRegistry;
  readonly tools: ToolRunner;
  /** Ports Switchboard listens on; holds the practice side's while that listens. */
  readonly ownPorts: Set<number>;
  readonly clock: Clock;
  readonly log: Log;
  /** Time to wait for a lost operator; ms. */
  readonly operatorReturnMs: () => number;
}

/** Models of practice: for spoken calls, for written ones, and for transcribing operators. */
export interface PracticeModels {
  readonly models: ModelConnector;
  readonly written: ModelConnector;
  readonly transcriber: Transcriber;
}

/** Account of a simulated carrier, with the numbers that are to lead to this side. */
export interface PracticeCarrier {
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly numbers: Iterable<{ voice_url: string | null; status_callback: string | null }>;
}

/** Opens a way in for a simulated carrier's calls, beside whatever is live. Rejects when it gets no port. */
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

/** Creates the models of a simulated model service, which accepts one key. */
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
