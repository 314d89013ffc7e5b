import { createHash } from 'node:crypto';
import path from 'node:path';
import { version } from '../../package.json';
import type { Agent } from '../shared/agent/agent';
import { reachedDeskLimit, spentToday } from '../shared/call/desk-limits';
import type { Reach } from '../shared/contract/setup-contract';
import type { SigningFault } from '../shared/line/signing-fault';
import { within } from '../shared/std/deadline';
import { startDemo } from '../simulator/demo/demo';
import { openAgents, tellLineAgents } from './app/agents';
import { systemClock } from './app/clock';
import { openPhoneSide } from './app/phone-side';
import { createKeyChecks, secretSpellings, secretsOf } from './app/secrets';
import { createSetup } from './app/setup';
import { openToolServices } from './app/tool-services';
import { CallRegistry } from './calls/call-registry';
import type { Config } from './config';
import { createConsoleProjection, type ConsoleProjection } from './console/feed/console-projection';
import { OpenHeadsets } from './console/headset/headsets';
import { Practising } from './console/headset/practising';
import { createDismissal } from './console/handlers/on-call';
import { createConsoleRouter, type ConsoleRouter } from './console/router';
import { ModelHealth } from './health/model-health';
import { startPublicAddressProbe } from './health/public-address-probe';
import { countTunnelUse, followTunnel } from './health/tunnel-journal';
import { Lines } from './lines/lines';
import { createReachability } from './lines/reachability';
import { createLog, toFile, toStandardError } from './log';
import type { Clock, Log, OpenStore, SettingsFile } from './ports/ports';
import type { AudioChannels } from './ports/ports-headset';
import type { Cipher, KeyVault } from './ports/ports-keys';
import type { ReachProof, Tunnel } from './ports/ports-lines';
import { Practice } from './practice/practice';
import { OpenPracticeCalls } from './practice/practice-calls';
import { PracticeModelSource } from './practice/practice-side';
import { TextPracticeCalls } from './practice/text-practice';
import { createRealtimeConnector } from './realtime/connector';
import { createTranscriber } from './realtime/transcriber';
import { openJournal } from './store/journal/journal';
import journalWorker from './store/journal/journal-worker?modulePath';
import { lockFolder } from './store/folder-lock';
import { openSavedRoutings } from './store/settings/saved-routings';
import { callerNames, openSettingsFile, readSettings } from './store/settings/settings';
import { createEnvironmentVault, openKeyVault } from './store/vault/key-vault';
import { ChosenTunnel, type TunnelChoice } from './tunnel/chosen-tunnel';
import { createLineTestCaller } from './twilio/line-test/line-test-caller';
import { createTelephony } from './twilio/telephony';
import { webhookUrl } from './twilio/webhooks/public-urls';

/** Time for the carrier to answer before the start goes on without it; ms. */
const CARRIER_WITHIN_MS = 5000;
/** Time for the last lines of the log to be written; ms. */
const LOG_WITHIN_MS = 500;

/** Parts that differ between the desktop app and serve mode. */
export interface Host {
  readonly openStore: OpenStore;
  /** The system's key store; undefined: keys come from the configuration and are on no disk. */
  readonly cipher: Cipher | undefined;
  /** Folder that contains `clips`. */
  readonly resourcesFolder: string;
}

/** A running Switchboard without a screen, as the shell or the console listener serves it. */
export interface Switchboard {
  readonly router: ConsoleRouter;
  /** Takes the audio channels of pages. */
  readonly audio: AudioChannels;
  readonly settings: SettingsFile;
  readonly log: Log;
  /** The state every console shows, to read and to follow. */
  readonly projection: Pick<ConsoleProjection, 'state' | 'subscribe'>;
  /** Clock of every part of it. */
  readonly clock: Clock;
  /** Told when the machine woke up or changed its network: the tunnel and the lines are then proven again. */
  readonly tunnel: Pick<Tunnel, 'nudge'>;
  /**
   * Ports of this machine on which Switchboard itself listens; no tool may speak to them. Each listener adds its own.
   */
  readonly ownPorts: Set<number>;
  /** Public URL; without one, the address of the listener on this machine. */
  publicUrl(): string;
  /** Opens the tunnel, restores what the last run left behind, and takes the configured lines live. */
  start(): Promise<void>;
  /** Ends every call, puts every line back and closes everything. */
  stop(): Promise<void>;
}

/** Composition root: builds each adapter once and wires them. `first`: first agent of an empty library. */
export async function compose(config: Config, host: Host, first?: Agent): Promise<Switchboard> {
  const clock = systemClock;
  const folder = config.dataFolder;
  let spellings: () => readonly string[] = () => [];
  const destination = config.mode === 'desktop' ? toFile(path.join(folder, 'switchboard.log')) : toStandardError();
  const log = createLog(destination, () => spellings());
  const unlock = lockFolder({ folder, mode: config.mode, log });
  const journal = await openJournal({ folder, workerPath: journalWorker, clock, log });
  const recent = journal.recent();
  const projection = createConsoleProjection(journal, recent, journal.spent);
  /** The state on the screens: they show what is stored. */
  const shown = createConsoleProjection(
    { subscribe: (listener) => journal.subscribeStored(listener) },
    recent,
    journal.spent,
  );
  const settings = openSettingsFile({ folder, openStore: host.openStore, clock, log });
  const vault = await openVault(host.cipher, config, { folder, clock, log });
  const secrets = secretsOf(vault);
  spellings = secretSpellings(vault);
  const agents = await openAgents({ folder, clock, log, journal, settings, secrets: spellings, first });
  const operatorReturnMs = (): number => readSettings(settings).operatorReturnSeconds * 1000;
  const fixedReach = reachOf(config);
  const tunnel = new ChosenTunnel({
    choice: () => tunnelChoice(config, fixedReach ?? readSettings(settings).reach, vault),
    version,
    clock,
    log,
  });
  const telephony = createTelephony(secrets, clock, config.twilioApiUrl);
  const transcriber = createTranscriber({ url: config.realtimeUrl, secrets, clock, fastPath: config.fastPath });
  const ownPorts = new Set<number>();
  const tools = openToolServices({ vault, clock, version, ownPorts });
  const { readSecret } = tools;
  const checks = createKeyChecks({ ...config, vault, model: () => agents.answering().model });
  const modelHealth = new ModelHealth({ journal, agents, vault, check: () => checks.openAi(), clock });
  const { see, seeRate } = modelHealth;
  const safetyIdOf = callerNames(settings);
  const modelParts = {
    url: config.realtimeUrl,
    secrets,
    clock,
    readSecret,
    see,
    seeRate,
    safetyIdOf,
    fastPath: config.fastPath,
  };
  const models = createRealtimeConnector(modelParts);
  const calls = new CallRegistry();
  const side = await openPhoneSide({
    journal,
    knownCalls: journal.knownCalls,
    deskLimit: (atOnce) => {
      const spentUsd = spentToday(projection.state(), clock.wallMs());
      return reachedDeskLimit(readSettings(settings).deskLimits, { calls: atOnce, spentUsd });
    },
    registry: calls,
    clock,
    log,
    secrets,
    models,
    tools: tools.runner,
    ownPorts,
    telephony,
    transcriber,
    operatorReturnMs,
    port: config.publicPort,
    fastPath: config.fastPath,
    publicBase,
    onSigning: tellSigning,
    agentFor: (number) => agents.agentFor(number),
    agentOf: (agentId) => agents.agentOf(agentId),
    isLive: (line) => projection.state().lines.get(line)?.state === 'live',
    practice: config.isDemo,
  });
  const prove = createReachability({ offerNonce: () => side.listener.offerNonce(), clock });
  const proveReachable = async (base: URL): Promise<ReachProof> => {
    const proof = await prove(base);
    tunnel.report(base, proof);
    return proof;
  };
  const lines = new Lines({
    telephony,
    savedRoutings: await openSavedRoutings({ folder, clock, log }),
    journal,
    clock,
    log,
    publicBase,
    webhooks: (base) => ({ voice: webhookUrl(base, '/twiml'), status: webhookUrl(base, '/status') }),
    proveReachable,
    isListening: () => side.listener.isListening(),
    accountId: () => fingerprint(secrets.twilio()?.accountSid),
    agentNameFor: (number) => agents.agentFor(number).name,
    fallbackUrl: () => readSettings(settings).fallbackUrl || undefined,
    caller: createLineTestCaller({ secrets, clock, answerer: side.lineTests }),
    checkModel: (number) => createKeyChecks({ ...config, vault, model: () => agents.agentFor(number).model }).openAi(),
  });
  const practising = {
    resourcesFolder: host.resourcesFolder,
    journal,
    registry: calls,
    tools: tools.runner,
    ownPorts,
    clock,
    log,
    operatorReturnMs,
  };
  const practice = new Practice(practising);
  const written = createRealtimeConnector({ ...modelParts, isWritten: true });
  const real = { models, written, transcriber };
  const modelSource = new PracticeModelSource({ ...practising, secrets, real });
  const practiceCalls = new OpenPracticeCalls({ ...practising, agents, modelSource });
  const textPractice = new TextPracticeCalls({ ...practising, agents, modelSource });
  const headsets = new OpenHeadsets({ calls, transcriber, projection, clock, log });
  const router = createConsoleRouter({
    about: { version, mode: config.mode, demo: config.isDemo },
    calls,
    dismissCall: createDismissal(journal, projection),
    outbound: side.outbound.dialler,
    headsets,
    lines,
    keys: vault,
    checks,
    tools: tools.commands,
    setup: createSetup({ settings, vault, tunnel, practice, fixedReach, isGiven: hasAllKeys(config), log }),
    agents,
    projection: shown,
    practice: new Practising(practiceCalls, headsets),
    textPractice,
    levels: () => calls.levels(),
    clock,
    log,
  });

  function publicBase(): URL | undefined {
    const state = tunnel.state();
    return 'publicBase' in state ? state.publicBase : undefined;
  }

  /** Records the fault of the account's shared key when it is another one. */
  function tellSigning(fault: SigningFault | undefined): void {
    if ((projection.state().signing ?? undefined) === fault) return;
    journal.record(null, { type: 'signing.changed', ...(fault !== undefined && { fault }) });
  }

  /**
   * Starts or stops the tunnel with the keys. Without keys nobody could tell who is calling, so no address is opened.
   */
  function followKeys(): void {
    if (secrets.twilio() === undefined) void tunnel.stop();
    else tunnel.start(side.port);
    tunnel.refresh();
    void lines.check();
  }

  followTunnel(tunnel, journal);
  countTunnelUse({ journal, clock, kind: () => tunnel.kind(), last: () => projection.state().tunnelUse });
  tunnel.onChange(() => lines.publicBaseChanged());
  const stopAddressProbe = startPublicAddressProbe({ tunnel, prove: proveReachable, clock });
  vault.subscribe(followKeys);
  // The next request tells whether the new keys fit.
  vault.subscribe(() => tellSigning(undefined));

  return {
    router,
    audio: headsets,
    settings,
    log,
    projection,
    clock,
    ownPorts,
    tunnel: {
      nudge(reason) {
        tunnel.nudge(reason);
        modelHealth.nudge();
        void lines.check();
      },
    },
    publicUrl: () => publicBase()?.href.replace(/\/$/, '') ?? `http://127.0.0.1:${String(side.port)}`,
    async start() {
      modelHealth.start();
      tellLineAgents(agents, journal, () => projection.state().lines.values());
      followKeys();
      await within(clock, CARRIER_WITHIN_MS, lines.restoreLeftovers(projection.state().lines.values()), undefined);
      if (config.liveLines.length > 0)
        await within(clock, CARRIER_WITHIN_MS, lines.keepLive(config.liveLines), undefined);
    },
    async stop() {
      modelHealth.stop();
      stopAddressProbe();
      await Promise.all([
        side.exchange.stop(),
        practice.end(),
        practiceCalls.stop(),
        textPractice.stop(),
        lines.stop(),
      ]);
      await Promise.all([side.stop(), tunnel.stop()]);
      projection.close();
      shown.close();
      await vault.close();
      await journal.close();
      unlock();
      await within(clock, LOG_WITHIN_MS, log.flush(), undefined);
    },
  };
}

interface VaultParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

function openVault(cipher: Cipher | undefined, { keys }: Config, parts: VaultParts): Promise<KeyVault> {
  if (cipher === undefined) return Promise.resolve(createEnvironmentVault(keys, parts.clock));
  return openKeyVault({ ...parts, cipher, given: keys });
}

function hasAllKeys({ keys }: Config): boolean {
  return [keys.openAiKey, keys.twilioAccountSid, keys.twilioAuthToken].every((key) => key !== undefined);
}

/**
 * True when the configuration is complete: in serve mode, in the demonstration, and in a development app that was given
 * its keys.
 */
function isTold(config: Config): boolean {
  return config.mode === 'served' || config.isDemo || hasAllKeys(config);
}

function reachOf(config: Config): Reach | undefined {
  if (config.publicUrl !== undefined) return { way: 'own-url', url: config.publicUrl };
  return isTold(config) ? { way: 'ngrok', domain: config.ngrokDomain ?? '' } : undefined;
}

/** Returns the tunnel to use. A complete configuration without an authtoken leads nowhere but to this machine. */
function tunnelChoice(config: Config, reach: Reach, vault: KeyVault): TunnelChoice {
  const authtoken = vault.read('ngrokAuthtoken');
  if (reach.way === 'own-url') return { kind: 'own-url', publicUrl: new URL(reach.url) };
  if (authtoken === undefined && isTold(config)) return { kind: 'this-machine' };
  return { kind: 'ngrok', authtoken, domain: reach.domain === '' ? undefined : reach.domain };
}

/** Returns a fingerprint that tells accounts apart in a file, and nothing more. */
function fingerprint(accountSid: string | undefined): string | undefined {
  return accountSid === undefined ? undefined : createHash('sha256').update(accountSid).digest('hex').slice(0, 16);
}

/** Composes Switchboard with everything outside it simulated: no keys, no phone, callers who ring again and again. */
export async function composeDemo(config: Config, host: Host): Promise<Switchboard> {
  const demo = await startDemo(host.resourcesFolder);
  const simulated: Config = {
    ...config,
    isDemo: true,
    publicPort: 0,
    publicUrl: undefined,
    ngrokDomain: undefined,
    liveLines: demo.numbers,
    realtimeUrl: demo.realtimeUrl,
    twilioApiUrl: demo.carrier.apiUrl,
    keys: {
      openAiKey: demo.openAiKey,
      twilioAccountSid: demo.carrier.accountSid,
      twilioAuthToken: demo.carrier.authToken,
    },
  };
  const board = await compose(simulated, { ...host, cipher: undefined }, demo.agent);
  return {
    ...board,
    start: async () => {
      await board.start();
      demo.ring();
    },
    stop: async () => {
      await board.stop();
      await demo.close();
    },
  };
}
