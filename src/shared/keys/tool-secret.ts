import { z } from 'zod';
import { SECRET_NAME } from '../tool/template/template';
import { OriginSchema } from '../tool/template/web-address';
import { lastFour } from './key-shape';
import { PROTECTIONS } from './vault-status';

/** Under which a vault keeps a secret of tools. Such names stand in the secret file. */
export type ToolSecretEntry = `tool:${string}`;

export const MAX_SECRET_CHARS = 4096;
export const MAX_TOOL_SECRETS = 100;

/** A secret as the user enters it: what it is and where alone tools may send it. */
export const NewToolSecretSchema = z.object({
  name: z.string().regex(SECRET_NAME),
  /** Printable, on one line. */
  value: z
    .string()
    .trim()
    .min(1)
    .max(MAX_SECRET_CHARS)
    .regex(/^[\x20-\x7e\xa0-\xff]+$/),
  origins: z.array(OriginSchema).min(1).max(8).readonly(),
});

export type NewToolSecret = Readonly<z.infer<typeof NewToolSecretSchema>>;

/** A secret as a screen may know it. `origins`: none while it cannot be read. */
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

/** Why a secret was not kept. */
export const TOOL_SECRET_REFUSALS = ['too-many', 'locked', 'key-store-refused', 'cannot-save'] as const;

export type ToolSecretRefusal = (typeof TOOL_SECRET_REFUSALS)[number];

/** The name a vault keeps a secret under. */
export function entryOf(name: string): ToolSecretEntry {
  return `tool:${name}`;
}

/** Whether a vault's entry is a secret of tools. */
export function isToolSecretEntry(entry: string): entry is ToolSecretEntry {
  return entry.startsWith('tool:') && SECRET_NAME.test(entry.slice(5));
}

/** What a vault keeps: where it may go and the value, as one text, so that nobody can change one without the other. */
export function packSecret({ value, origins }: Pick<NewToolSecret, 'value' | 'origins'>): string {
  return `${origins.join(',')} ${value}`;
}

/** What `packSecret` made. */
export function unpackSecret(packed: string): { readonly value: string; readonly origins: readonly string[] } {
  const space = packed.indexOf(' ');
  return { value: packed.slice(space + 1), origins: space <= 0 ? [] : packed.slice(0, space).split(',') };
}

/** The end of what a vault's entry holds that may be shown. */
export function lastFourOf(entry: string, kept: string): string {
  return lastFour(isToolSecretEntry(entry) ? unpackSecret(kept).value : kept);
}
