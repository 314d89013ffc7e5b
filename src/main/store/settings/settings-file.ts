import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import { isRecord } from '../../../shared/std/guards';
import type { Clock, Log, OpenStore, SettingsFile } from '../../ports/ports';

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
