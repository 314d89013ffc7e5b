import path from 'node:path';
import type { Agent } from '../../shared/agent/agent';
import { draftProblems } from '../../shared/agent/draft';
import type { PracticeModel } from '../../shared/contract/practice-contract';
import { loadClips, type Clips } from '../../simulator/clips/clips';
import { startRealtimeSimulator } from '../../simulator/realtime/realtime-simulator';
import { openPhoneSide, type PhoneSide } from '../app/phone-side';
import { secretsOf } from '../app/secrets';
import type { CallRegistry } from '../calls/call-registry';
import type { Clock, Journal, Log, ModelConnector, Secrets } from '../ports/ports';
import type { AgentCommands } from '../ports/ports-agents';
import type { Transcriber } from '../ports/ports-operator';
import type { PracticeRefused } from '../ports/ports-practice';
import type { ToolRunner } from '../ports/ports-tools';
import { createRealtimeConnector } from '../realtime/connector';
import { createTranscriber } from '../realtime/transcriber';
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
interface PracticeModels {
  readonly models: ModelConnector;
  readonly written: ModelConnector;
  readonly transcriber: Transcriber;
}

/** Account of a simulated carrier, with the numbers that are to lead to this side. */
interface PracticeCarrier {
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
    telephony: createTelephony(secrets, clock, carrier.apiUrl),
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

/** Returns the saved draft of an agent as version 0, or the reason it cannot answer. */
export function draftOf(
  agents: Pick<AgentCommands, 'get'>,
  agentId: string,
): { readonly ok: true; readonly agent: Agent } | PracticeRefused {
  const read = agents.get(agentId);
  if (!read.ok) return { ok: false, code: 'no-such-agent', problems: [] };
  const { profile } = read.agent.draft;
  const problems = draftProblems(profile).map(({ field, sentence }) => ({ where: field, sentence }));
  if (problems.length > 0) return { ok: false, code: 'draft-not-usable', problems };
  return { ok: true, agent: { ...profile, id: agentId, version: 0 } };
}

const SIMULATED_KEY = 'sk-simulated';

interface PracticeModelParts {
  readonly resourcesFolder: string;
  readonly secrets: Pick<Secrets, 'openAiKey'>;
  /** Models of real calls, used when there is a key. */
  readonly real: PracticeModels;
  readonly clock: Clock;
}

/** Models of one practice call, until closed. */
interface AnsweringModels {
  readonly models: PracticeModels;
  readonly model: PracticeModel;
  readonly close: () => Promise<void>;
}

/** Source of the models for practice: the model service when there is a key, else a new simulated one for each call. */
export class PracticeModelSource {
  private loaded: Clips | undefined;

  constructor(private readonly parts: PracticeModelParts) {}

  get clips(): Clips {
    this.loaded ??= loadClips(path.join(this.parts.resourcesFolder, 'clips'));
    return this.loaded;
  }

  /** Opens the models; rejects when a simulated service gets no port. */
  async open(): Promise<AnsweringModels> {
    if (this.parts.secrets.openAiKey() !== undefined)
      return { models: this.parts.real, model: 'real', close: () => Promise.resolve() };
    const simulator = await startRealtimeSimulator({ clips: this.clips, keys: [SIMULATED_KEY] });
    return {
      models: simulatedModels(simulator.url, SIMULATED_KEY, this.parts.clock),
      model: 'simulated',
      close: () => simulator.close(),
    };
  }
}
