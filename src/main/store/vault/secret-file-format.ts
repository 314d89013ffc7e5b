import { z } from 'zod';
import type { CipherBackend } from '../../ports/ports-keys';

const FORMAT = 1;

const StoredSecretSchema = z.object({
  /** Base64 of the ciphertext. */
  ct: z.string().min(1).max(16_384),
  /** Epoch ms. */
  createdAt: z.number().int().nonnegative(),
  last4: z.string().max(4),
});

const BackendSchema = z.enum(['keychain', 'dpapi', 'secret-service', 'portal', 'key-file', 'none']);

const OutlineSchema = z.object({ v: z.number(), backend: BackendSchema, items: z.record(z.string(), z.unknown()) });

/** A secret as it lies in the file: nothing here is secret. */
export type StoredSecret = Readonly<z.infer<typeof StoredSecretSchema>>;

/** What the secret file holds. */
export interface SecretContent {
  /** What the secrets were encrypted with when the file was last written. */
  readonly backend: CipherBackend;
  readonly items: ReadonlyMap<string, StoredSecret>;
  /** Items that are not understood, kept as they are. */
  readonly others: Readonly<Record<string, unknown>>;
}

export const NO_SECRETS: SecretContent = { backend: 'none', items: new Map(), others: {} };

/** The text of a secret file, understood or not. `newer`: written by a version that knows more. */
export type ParsedSecrets =
  | { readonly kind: 'good'; readonly content: SecretContent }
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

/** Reads what `formatSecrets` wrote. Never throws. */
export function parseSecrets(text: string): ParsedSecrets {
  const value = jsonOf(text);
  const version = z.object({ v: z.number() }).safeParse(value);
  if (version.success && version.data.v > FORMAT) return { kind: 'newer' };
  const outline = OutlineSchema.safeParse(value);
  if (!outline.success || outline.data.v !== FORMAT) return { kind: 'damaged' };
  const items = new Map<string, StoredSecret>();
  const others: [string, unknown][] = [];
  for (const [name, item] of Object.entries(outline.data.items)) {
    const read = StoredSecretSchema.safeParse(item);
    if (read.success) items.set(name, read.data);
    else others.push([name, item]);
  }
  return { kind: 'good', content: { backend: outline.data.backend, items, others: Object.fromEntries(others) } };
}

/** The text of a secret file. */
export function formatSecrets({ backend, items, others }: SecretContent): string {
  return JSON.stringify({ v: FORMAT, backend, items: { ...others, ...Object.fromEntries(items) } });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
