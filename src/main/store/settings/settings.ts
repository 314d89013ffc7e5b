import { z } from 'zod';
import type { Agent } from '../../../shared/agent/agent';
import { readAgent } from '../../../shared/agent/older-agents';
import { ReachSchema, SetupSchema } from '../../../shared/contract/setup-contract';
import type { SettingsFile } from '../../ports/ports';

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

/** The single agent of releases before the library of agents; undefined when there is none, or it cannot be read. */
export function readOnlyAgent(file: SettingsFile): Agent | undefined {
  return readAgent(file.get('defaultAgent'));
}
