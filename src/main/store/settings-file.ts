import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import type { Clock, Log } from '../ports';
import type { SettingsFile } from './settings';

const NAME = 'settings';

export interface SettingsFileOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens `settings.json` in `folder`, readable by its owner only. A damaged file is kept as `.corrupt-<time>` and replaced by
 * the last good copy, or by none. Every write leaves a good copy in `.bak`.
 */
export function openSettingsFile({ folder, clock, log }: SettingsFileOptions): SettingsFile {
  const file = path.join(folder, `${NAME}.json`);
  const backup = `${file}.bak`;
  if (existsSync(file) && !isJsonObject(file)) {
    renameSync(file, `${file}.corrupt-${clock.wallMs()}`);
    const hasCopy = existsSync(backup) && isJsonObject(backup);
    if (hasCopy) copyFileSync(backup, file);
    log.error('settings.set-aside', { restored: hasCopy });
  }
  const conf = new Conf<Record<string, unknown>>({ cwd: folder, configName: NAME, configFileMode: 0o600 });
  return {
    get: (key) => conf.get(key),
    set: (key, value) => {
      conf.set(key, value);
      copyFileSync(file, `${backup}.new`);
      renameSync(`${backup}.new`, backup);
    },
  };
}

function isJsonObject(file: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
