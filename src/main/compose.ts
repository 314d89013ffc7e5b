import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Agent } from '../shared/agent/agent';
import { version } from '../../package.json';
import { CallExchange } from './bridge/exchange';
import { watchModelService } from './bridge/model-service';
import { systemClock } from './clock';
import type { Config } from './config';
import { createDesk } from './console/desk';
import { createConsoleRouter, type ConsoleRouter } from './console/router';
import { createLog } from './log';
import type { Log, OpenStore, SettingsFile } from './ports';
import { createRealtimeConnector } from './realtime/connector';
import { fixedSecrets } from './secrets';
import { startPublicListener } from './server/public-listener';
import { openJournal } from './store/journal';
import journalWorker from './store/journal-worker?modulePath';
import { readSettings } from './store/settings';
import { openSettingsFile } from './store/settings-file';
import { createHttpTool } from './tools/http-tool';
import { createToolRunner } from './tools/tool-runner';
import { createTwilioDoor } from './twilio/door';
import { createTelephony } from './twilio/telephony';

const MAX_CALLS = 250;

/** A running Switchboard without a screen: what the shell or the console listener serves. */
export interface Switchboard {
  readonly router: ConsoleRouter;
  readonly settings: SettingsFile;
  readonly log: Log;
  /** Where the public listener listens on this machine. */
  readonly localUrl: string;
  /** Where the carrier reaches it. */
  readonly publicUrl: string;
  /** Takes the lines live that the configuration names. */
  start(): Promise<void>;
  /** Ends every call, closes both the journal and the listener. */
  stop(): Promise<void>;
}

/** Builds each adapter once and wires them: the composition root. `agent`: answers instead of the one in the settings. */
export async function compose(config: Config, openStore: OpenStore, agent?: Agent): Promise<Switchboard> {
  const clock = systemClock;
  const log = createLog(config.mode === 'desktop' ? path.join(config.dataFolder, 'switchboard.log') : undefined);
  const secrets = fixedSecrets(config.secrets);
  const defaultAgent = (): Agent => agent ?? readSettings(settings).defaultAgent;
  const journal = await openJournal({ folder: config.dataFolder, workerPath: journalWorker, clock, log });
  const settings = openSettingsFile({ folder: config.dataFolder, openStore, clock, log });
  const desk = createDesk(journal, journal.recent());
  const models = createRealtimeConnector({ url: config.realtimeUrl, secrets, clock });
  const exchange = new CallExchange({
    clock,
    journal,
    models: watchModelService(models, journal),
    tools: createToolRunner({ http: createHttpTool({ clock }) }),
    telephony: createTelephony(secrets, config.twilioApiUrl),
    log,
    agentFor: defaultAgent,
    newCallId: () => `call_${randomBytes(12).toString('base64url')}`,
    maxCalls: MAX_CALLS,
    practice: config.isDemo,
  });

  const reach: { base?: URL } = {};
  const listener = await startPublicListener({
    port: config.publicPort,
    publicBase: () => reach.base,
    secrets,
    clock,
    log,
    door: createTwilioDoor({ exchange, secrets, clock, log }),
  });
  const localUrl = `http://127.0.0.1:${String(listener.port)}`;
  const publicUrl = config.publicUrl ?? localUrl;
  reach.base = new URL(publicUrl);

  journal.record(null, {
    type: 'tunnel.changed',
    kind: config.publicUrl === undefined ? 'this-machine' : 'own-url',
    state: 'ok',
    publicUrl,
  });
  journal.record(null, { type: 'modelService.changed', model: defaultAgent().model, state: 'unproven' });

  const router = createConsoleRouter({
    about: { version, mode: config.mode, demo: config.isDemo },
    calls: exchange,
    desk,
    levels: () => exchange.levels(),
    clock,
    log,
  });

  return {
    router,
    settings,
    log,
    localUrl,
    publicUrl,
    start: () => Promise.resolve(),
    async stop() {
      await exchange.stop();
      await listener.close();
      desk.close();
      await journal.close();
      log.flush();
    },
  };
}
