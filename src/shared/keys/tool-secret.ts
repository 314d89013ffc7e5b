import { z } from 'zod';
import { SECRET_NAME } from '../tool/template';
import { OriginSchema } from '../tool/web-address';
import { lastFour } from './key-shape';
import { PROTECTIONS } from './vault-status';

/** Vault entry name of a tool secret. Such names are stored in the secret file. */
export type ToolSecretEntry = `tool:${string}`;

export const MAX_SECRET_CHARS = 4096;
export const MAX_TOOL_SECRETS = 100;

/** Tool secret as the user enters it: its value, and the only origins tools may send it to. */
export const NewToolSecretSchema = z.object({
  name: z.string().regex(SECRET_NAME),
  /** Printable characters on one line. */
  value: z
    .string()
    .trim()
    .min(1)
    .max(MAX_SECRET_CHARS)
    .regex(/^[\x20-\x7e\xa0-\xff]+$/),
  origins: z.array(OriginSchema).min(1).max(8).readonly(),
});

export type NewToolSecret = Readonly<z.infer<typeof NewToolSecretSchema>>;

/** Status of a tool secret, as shown on a screen. `origins`: empty while the secret cannot be read. */
export const ToolSecretStatusSchema = z.object({
  name: z.string(),
  state: z.enum(['set', 'locked', 'unreadable']),
  last4: z.string().max(4),
  /** Epoch ms. */
  since: z.number().int().nonnegative(),
  protection: z.enum(PROTECTIONS).optional(),
  origins: z.array(z.string()).readonly(),
});

export type ToolSecretStatus = Readonly<z.infer<typeof ToolSecretStatusSchema>>;

/** Reasons for refusing a tool secret. */
export const TOOL_SECRET_REFUSALS = ['too-many', 'locked', 'key-store-refused', 'cannot-save'] as const;

export type ToolSecretRefusal = (typeof TOOL_SECRET_REFUSALS)[number];

/** Vault entry name for a tool secret. */
export function entryOf(name: string): ToolSecretEntry {
  return `tool:${name}`;
}

/** True if a vault entry is a tool secret. */
export function isToolSecretEntry(entry: string): entry is ToolSecretEntry {
  return entry.startsWith('tool:') && SECRET_NAME.test(entry.slice(5));
}

/** Packs a secret and the origins it may go to into one text, so that nobody can change one without the other. */
export function packSecret({ value, origins }: Pick<NewToolSecret, 'value' | 'origins'>): string {
  return `${origins.join(',')} ${value}`;
}

/** Reverses `packSecret`. */
export function unpackSecret(packed: string): { readonly value: string; readonly origins: readonly string[] } {
  const space = packed.indexOf(' ');
  return { value: packed.slice(space + 1), origins: space <= 0 ? [] : packed.slice(0, space).split(',') };
}

/** Last four characters of a vault entry's value; empty if the value is too short to show them. */
export function lastFourOf(entry: string, kept: string): string {
  return lastFour(isToolSecretEntry(entry) ? unpackSecret(kept).value : kept);
}
