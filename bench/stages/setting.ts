import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { watchConsole, type WatchedConsole } from '../console/watched-console';
import type { LoadMethods } from '../load';
import { ACCOUNT } from '../load/account';
import type { ModelMethods, ModelOptions } from '../model';
import type { ProbeMethods } from '../probe';
import { startChild, type Child } from '../process/child';
import { freePort } from '../process/free-port';

const TOOLS = path.resolve('out/tools');
const Ready = z.object({ ready: z.literal(true), public: z.url(), console: z.url().optional() });

/** The subject of a measurement: the product, or the minimal code that carries the same traffic. */
export type Subject = 'switchboard' | 'raw forward';

/** Callers, subject and model in three processes. The product has a console attached and its journal on. */
export interface Setting {
  readonly load: Child<LoadMethods>;
  readonly model: Child<ModelMethods>;
  readonly subject: Child<ProbeMethods>;
  readonly console: WatchedConsole | undefined;
  /** Restarts the model without memory and with other behaviour. */
  restartModel(options: Omit<ModelOptions, 'port'>): Promise<void>;
  close(): Promise<void>;
}

interface SettingOptions {
  readonly subject: Subject;
  readonly model: Omit<ModelOptions, 'port'>;
  readonly oneWayDelayMs?: number;
}

/** Starts the three processes and waits until a call can come in. */
export async function openSetting(options: SettingOptions): Promise<Setting> {
  const closing: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const [modelPort, publicPort] = [await freePort(), await freePort()];
    const model = startChild<ModelMethods>({ script: path.join(TOOLS, 'model.cjs'), isInstrument: true });
    closing.push(() => model.stop());
    const restartModel = (modelOptions: Omit<ModelOptions, 'port'>): Promise<void> =>
      model.ask.start({ ...modelOptions, port: modelPort });
    await restartModel(options.model);

    const load = startChild<LoadMethods>({ script: path.join(TOOLS, 'load.cjs'), isInstrument: true });
    closing.push(() => load.stop());
    const route = options.subject === 'switchboard' ? '/twiml' : '/';
    const { apiUrl } = await load.ask.open({
      voiceUrl: `http://127.0.0.1:${String(publicPort)}${route}`,
      oneWayDelayMs: options.oneWayDelayMs ?? 0,
    });

    const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-bench-'));
    closing.push(() => rm(dataFolder, { recursive: true, force: true }));
    const subject = startChild<ProbeMethods>({
      ...(options.subject === 'switchboard'
        ? { script: path.resolve('out/main/serve.js'), args: ['--json'] }
        : { script: path.join(TOOLS, 'raw-forward.cjs') }),
      preload: path.join(TOOLS, 'probe.cjs'),
      env: {
        SWITCHBOARD_DATA_DIR: dataFolder,
        SWITCHBOARD_PUBLIC_PORT: String(publicPort),
        SWITCHBOARD_CONSOLE_PORT: '0',
        OPENAI_API_KEY: 'sk-bench',
        OPENAI_REALTIME_URL: `ws://127.0.0.1:${String(modelPort)}/v1/realtime`,
        TWILIO_ACCOUNT_SID: ACCOUNT.sid,
        TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
        TWILIO_API_URL: apiUrl,
      },
    });
    closing.push(() => subject.stop());
    const ready = Ready.parse(JSON.parse(await subject.firstLine));
    const console = ready.console === undefined ? undefined : await watchConsole(ready.console);
    if (console !== undefined) closing.push(() => console.close());
    return { load, model, subject, console, restartModel, close };
  } catch (error) {
    await close();
    throw error;
  }
}
