import { createHmac, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import { z } from 'zod';
import type { Agent } from '../../../shared/agent/agent';
import { WIDEST_DESK_LIMITS } from '../../../shared/call/desk-limits';
import { readAgent } from '../../../shared/agent/older-agents';
import { ReachSchema, SetupSchema } from '../../../shared/contract/setup-contract';
import { isRecord } from '../../../shared/std/guards';
import type { Clock, Log, OpenStore, SettingsFile } from '../../ports/ports';

const BoundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });

/** Schema of the settings. Each entry falls back on its own, so an unreadable one does not affect the others. */
const SettingsSchema = z.object({
  colourScheme: z.enum(['auto', 'dark', 'light']).catch('auto'),
  /** Last bounds of the window, in device-independent pixels; null lets the system decide. */
  windowBounds: BoundsSchema.nullable().catch(null),
  onboarding: SetupSchema.shape.onboarding.catch('model'),
  reach: ReachSchema.catch({ way: 'ngrok', domain: '' }),
  fallbackUrl: SetupSchema.shape.fallbackUrl.catch(''),
  operatorReturnSeconds: SetupSchema.shape.operatorReturnSeconds.catch(8),
  deskLimits: SetupSchema.shape.deskLimits.catch(WIDEST_DESK_LIMITS),
  /** Key of this installation, which callers' numbers are hashed with; hex. Empty before the first start. */
  installKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .catch(''),
});

export type Settings = Readonly<z.infer<typeof SettingsSchema>>;

/** Reads the user's settings from the file. */
export function readSettings(file: SettingsFile): Settings {
  return SettingsSchema.parse(Object.fromEntries(Object.keys(SettingsSchema.shape).map((key) => [key, file.get(key)])));
}

/** Writes one setting. Throws zod's error when the value is invalid, or the file's error when it cannot be written. */
export function changeSetting<K extends keyof Settings>(file: SettingsFile, key: K, value: Settings[K]): void {
  file.set(key, SettingsSchema.shape[key].unwrap().parse(value));
}

/**
 * Returns what turns a caller's number into a name that says nothing of it, the same at every start of this installation.
 * A file that cannot be written makes another name at the next start.
 */
export function callerNames(file: SettingsFile): (number: string) => string {
  let key = readSettings(file).installKey;
  if (key === '') {
    key = randomBytes(32).toString('hex');
    try {
      changeSetting(file, 'installKey', key);
    } catch {
      // The disk is told of where the user's own choices are written.
    }
  }
  return (number) => createHmac('sha256', key).update(number).digest('hex').slice(0, 32);
}

/** The single agent of releases before the library of agents; undefined when there is none, or it cannot be read. */
export function readOnlyAgent(file: SettingsFile): Agent | undefined {
  return readAgent(file.get('defaultAgent'));
}

const NAME = 'settings';
const OWNER_ONLY = 0o600;

export interface SettingsFileOptions {
  readonly folder: string;
  /** Opens the store that keeps the file: electron-store on the desktop, its own foundation `conf` elsewhere. */
  readonly openStore: OpenStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens a store of `conf`, for runs without Electron. */
export const openConf: OpenStore = (folder, name, fileMode) =>
  new Conf<Record<string, unknown>>({ cwd: folder, configName: name, configFileMode: fileMode });

/**
 * Opens `settings.json` in `folder`, readable by its owner only. A damaged file is kept as `.corrupt-<time>` and replaced by
 * the last good copy, or by none. Every write leaves a good copy in `.bak`.
 */
export function openSettingsFile({ folder, openStore, clock, log }: SettingsFileOptions): SettingsFile {
  const file = path.join(folder, `${NAME}.json`);
  const backup = `${file}.bak`;
  if (existsSync(file) && !isJsonObject(file)) {
    renameSync(file, `${file}.corrupt-${clock.wallMs()}`);
    const hasCopy = existsSync(backup) && isJsonObject(backup);
    if (hasCopy) copyFileSync(backup, file);
    log.error('settings.set-aside', { restored: hasCopy });
  }
  const store = openStore(folder, NAME, OWNER_ONLY);
  return {
    get: (key) => store.get(key),
    set: (key, value) => {
      store.set(key, value);
      copyFileSync(file, `${backup}.new`);
      renameSync(`${backup}.new`, backup);
    },
  };
}

function isJsonObject(file: string): boolean {
  try {
    return isRecord(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return false;
  }
}
