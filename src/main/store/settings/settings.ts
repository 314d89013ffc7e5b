import { z } from 'zod';
import type { Agent } from '../../../shared/agent/agent';
import { readAgent } from '../../../shared/agent/older-agents';
import { ReachSchema, SetupSchema } from '../../../shared/contract/setup-contract';
import type { SettingsFile } from '../../ports/ports';

const BoundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });

/** Each entry falls back on its own: one that cannot be read does not take the others with it. */
const SettingsSchema = z.object({
  colourScheme: z.enum(['auto', 'dark', 'light']).catch('auto'),
  /** Where the window was, in device-independent pixels; null: the system decides. */
  windowBounds: BoundsSchema.nullable().catch(null),
  onboarding: SetupSchema.shape.onboarding.catch('model'),
  reach: ReachSchema.catch({ way: 'ngrok', domain: '' }),
  fallbackUrl: SetupSchema.shape.fallbackUrl.catch(''),
  operatorReturnSeconds: SetupSchema.shape.operatorReturnSeconds.catch(8),
});

export type Settings = Readonly<z.infer<typeof SettingsSchema>>;

/** What the user chose, as it is in the file now. */
export function readSettings(file: SettingsFile): Settings {
  return SettingsSchema.parse(Object.fromEntries(Object.keys(SettingsSchema.shape).map((key) => [key, file.get(key)])));
}

/** Writes one choice. Throws zod's error when it is none, the file's when it cannot be written. */
export function changeSetting<K extends keyof Settings>(file: SettingsFile, key: K, value: Settings[K]): void {
  file.set(key, SettingsSchema.shape[key].unwrap().parse(value));
}

/** The one agent of releases before there was a library of them; undefined: there is none, or none that can be read. */
export function readOnlyAgent(file: SettingsFile): Agent | undefined {
  return readAgent(file.get('defaultAgent'));
}
