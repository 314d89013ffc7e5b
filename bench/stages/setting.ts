import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Recorded } from '../../src/shared/call/events';
import { watchConsole, type WatchedConsole } from '../console/watched-console';
import type { LoadMethods } from '../load';
import { ACCOUNT } from '../load/account';
import type { ModelMethods, ModelOptions } from '../model';
import type { ProbeMethods } from '../probe';
import { startChild, type Child } from '../process/child';
import { freePort } from '../process/free-port';

export const TOOLS = path.resolve('out/tools');
const Ready = z.object({ ready: z.literal(true), public: z.url(), console: z.url().optional() });

/** The subject of a measurement: the product, or the minimal code that carries the same traffic. */
export type Subject = 'switchboard' | 'raw forward';

/** Callers and model in two processes, around a subject that may be started again and again. */
export interface Surroundings {
  readonly load: Child<LoadMethods>;
  readonly model: Child<ModelMethods>;
  readonly publicPort: number;
  /** Environment with which the product uses them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Restarts the model without memory and with other behaviour. */
  restartModel(options: Omit<ModelOptions, 'port'>): Promise<void>;
  /** Makes a folder that is gone after `close`. */
  makeFolder(): Promise<string>;
  /** Runs `work` when everything is closed, before what was there earlier is closed. */
  onClose(work: () => unknown): void;
  close(): Promise<void>;
}

interface SurroundingsOptions {
  readonly route: '/twiml' | '/';
  readonly model: Omit<ModelOptions, 'port'>;
  readonly oneWayDelayMs?: number | undefined;
}

/** Starts callers and model. */
export async function openSurroundings({
  route,
  model: modelOptions,
  oneWayDelayMs = 0,
}: SurroundingsOptions): Promise<Surroundings> {
  const closing: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const [modelPort, publicPort] = [await freePort(), await freePort()];
    const model = startChild<ModelMethods>({ script: path.join(TOOLS, 'model.cjs'), isInstrument: true });
    closing.push(() => model.stop());
    const restartModel: Surroundings['restartModel'] = (options) => model.ask.start({ ...options, port: modelPort });
    await restartModel(modelOptions);
    const load = startChild<LoadMethods>({ script: path.join(TOOLS, 'load.cjs'), isInstrument: true });
    closing.push(() => load.stop());
    const voiceUrl = `http://127.0.0.1:${String(publicPort)}${route}`;
    const { apiUrl } = await load.ask.open({ voiceUrl, oneWayDelayMs });
    return {
      load,
      model,
      publicPort,
      environment: {
        SWITCHBOARD_PUBLIC_PORT: String(publicPort),
        SWITCHBOARD_CONSOLE_PORT: '0',
        OPENAI_API_KEY: 'sk-bench',
        OPENAI_REALTIME_URL: `ws://127.0.0.1:${String(modelPort)}/v1/realtime`,
        TWILIO_ACCOUNT_SID: ACCOUNT.sid,
        TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
        TWILIO_API_URL: apiUrl,
      },
      restartModel,
      makeFolder: async () => {
        const folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-bench-'));
        closing.push(() => rm(folder, { recursive: true, force: true }));
        return folder;
      },
      onClose: (work) => void closing.push(work),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Served Switchboard, ready for calls, with a console that watches. */
export interface Served {
  readonly subject: Child<ProbeMethods>;
  readonly public: string;
  readonly console: WatchedConsole | undefined;
}

interface SubjectOptions {
  readonly subject?: Subject;
  readonly dataFolder: string;
  readonly preloads?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stderr?: number | undefined;
  /** Gets each event that the console is shown. */
  readonly see?: (event: Recorded) => void;
}

/** Starts a subject and waits until a call can come in. */
export async function startSubject({ environment }: Surroundings, options: SubjectOptions): Promise<Served> {
  const { subject: kind = 'switchboard', dataFolder, preloads = [], env = {}, stderr } = options;
  const subject = startChild<ProbeMethods>({
    ...(kind === 'switchboard'
      ? { script: path.resolve('out/main/serve.js'), args: ['--json'] }
      : { script: path.join(TOOLS, 'raw-forward.cjs') }),
    preloads: [path.join(TOOLS, 'probe.cjs'), ...preloads],
    env: { SWITCHBOARD_DATA_DIR: dataFolder, ...environment, ...env },
    ...(stderr === undefined ? {} : { stderr }),
  });
  try {
    const ready = Ready.parse(JSON.parse(await subject.firstLine));
    const console = ready.console === undefined ? undefined : await watchConsole(ready.console, options.see);
    return { subject, public: ready.public, console };
  } catch (error) {
    await subject.stop();
    throw error;
  }
}

/** Callers, subject and model in three processes. The product has a console attached and its journal on. */
export interface Setting extends Pick<Surroundings, 'load' | 'model' | 'restartModel' | 'close'> {
  readonly subject: Child<ProbeMethods>;
  readonly console: WatchedConsole | undefined;
}

interface SettingOptions {
  readonly subject: Subject;
  readonly model: Omit<ModelOptions, 'port'>;
  readonly oneWayDelayMs?: number;
}

/** Starts the three processes and waits until a call can come in. */
export async function openSetting({ subject: kind, model, oneWayDelayMs }: SettingOptions): Promise<Setting> {
  const around = await openSurroundings({ route: kind === 'switchboard' ? '/twiml' : '/', model, oneWayDelayMs });
  try {
    const dataFolder = await around.makeFolder();
    const { subject, console } = await startSubject(around, { subject: kind, dataFolder });
    around.onClose(() => subject.stop());
    around.onClose(() => console?.close());
    return { ...around, subject, console };
  } catch (error) {
    await around.close();
    throw error;
  }
}
