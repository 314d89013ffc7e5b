import { z } from 'zod';
import { within } from '../../../shared/std/deadline';
import type { Clock } from '../../ports/ports';
import type { Cipher, CipherFailure } from '../../ports/ports-keys';
import { KEY_FILE_MARK } from './key-file-cipher';
import type { SecretContent } from './secret-file-format';

/** A key store that asks a person for a password may take long; a write does not wait longer than this. */
const PATIENCE_MS = 30_000;

const EnvelopeSchema = z.object({ name: z.string(), value: z.string() });

/** What a secret may be encrypted with: the system's cipher, and the weaker one. */
export interface Ciphers {
  readonly system: Cipher;
  readonly weaker: Cipher;
}

type Sealed = { readonly ok: true; readonly ct: string } | { readonly ok: false; readonly failure: CipherFailure };

type Unsealed =
  | { readonly ok: true; readonly value: string; readonly isStale: boolean }
  | { readonly ok: false; readonly failure: CipherFailure };

/** Everything in a file, as far as it opens. */
export interface OpenedSecrets {
  readonly values: ReadonlyMap<string, string>;
  /** Those that do not open. `locked`: not now. `unreadable`: not with the key store there is. */
  readonly shut: ReadonlyMap<string, 'locked' | 'unreadable'>;
  /** Those that should be encrypted again. */
  readonly stale: ReadonlySet<string>;
}

/**
 * Encrypts a secret together with its name: some system ciphers do not notice a wrong key and give noise instead, and a
 * ciphertext must not be taken for another secret's.
 */
export async function seal(cipher: Cipher, name: string, value: string): Promise<Sealed> {
  const sealed = await cipher.encrypt(JSON.stringify({ name, value }));
  return sealed.ok ? { ok: true, ct: Buffer.from(sealed.bytes).toString('base64') } : sealed;
}

/** Decrypts what `seal` made under this very name, with either cipher; anything else is `refused`. */
export async function unseal({ system, weaker }: Ciphers, name: string, ct: string): Promise<Unsealed> {
  const opened = await (isWeaker(ct) ? weaker : system).decrypt(Buffer.from(ct, 'base64'));
  if (!opened.ok) return opened;
  const value = valueOf(name, opened.text);
  return value === undefined ? { ok: false, failure: 'refused' } : { ok: true, value, isStale: opened.isStale };
}

/** Decrypts a whole file. */
export async function unsealAll(ciphers: Ciphers, { items }: SecretContent): Promise<OpenedSecrets> {
  const values = new Map<string, string>();
  const shut = new Map<string, 'locked' | 'unreadable'>();
  const stale = new Set<string>();
  for (const [name, { ct }] of items) {
    const opened = await unseal(ciphers, name, ct);
    if (!opened.ok) {
      shut.set(name, opened.failure === 'unavailable' ? 'locked' : 'unreadable');
      continue;
    }
    values.set(name, opened.value);
    if (opened.isStale) stale.add(name);
  }
  return { values, shut, stale };
}

/** Whether a ciphertext is the weaker cipher's. */
export function isWeaker(ct: string): boolean {
  return Buffer.from(ct, 'base64').subarray(0, KEY_FILE_MARK.length).equals(KEY_FILE_MARK);
}

/** The same cipher, but `unavailable` when it does not answer in time. */
export function patient(cipher: Cipher, clock: Clock): Cipher {
  const late = { ok: false, failure: 'unavailable' } as const;
  return {
    backend: () => cipher.backend(),
    encrypt: (text) => within(clock, PATIENCE_MS, cipher.encrypt(text), late),
    decrypt: (bytes) => within(clock, PATIENCE_MS, cipher.decrypt(bytes), late),
  };
}

function valueOf(name: string, text: string): string | undefined {
  try {
    const envelope = EnvelopeSchema.parse(JSON.parse(text));
    return envelope.name === name ? envelope.value : undefined;
  } catch {
    return undefined;
  }
}
