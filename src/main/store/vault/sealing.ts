import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { within } from '../../../shared/std/deadline';
import { errorCode, parsedJson } from '../../../shared/std/guards';
import type { Clock } from '../../ports/ports';
import type { Cipher, CipherBackend, CipherFailure } from '../../ports/ports-keys';
import type { SecretContent } from './secret-file';

/** Longest wait of a write for the key store, in ms. A key store that asks a person for a password may take long. */
const PATIENCE_MS = 30_000;
const LATE = { ok: false, failure: 'unavailable' } as const;

const EnvelopeSchema = z.object({ name: z.string(), value: z.string() });

type Sealed = { readonly ok: true; readonly ct: string } | { readonly ok: false; readonly failure: CipherFailure };

type Unsealed =
  | { readonly ok: true; readonly value: string; readonly isStale: boolean }
  | { readonly ok: false; readonly failure: CipherFailure };

/** Secrets of a file, as far as they decrypt. */
export interface OpenedSecrets {
  readonly values: ReadonlyMap<string, string>;
  /** Names of the secrets that do not decrypt. `locked`: not now. `unreadable`: not with the current key store. */
  readonly shut: ReadonlyMap<string, 'locked' | 'unreadable'>;
  /** Names of the secrets that should be encrypted again. */
  readonly stale: ReadonlySet<string>;
}

/**
 * Encrypts the secrets of a file, each together with its name. Some system ciphers do not notice a wrong key and return noise,
 * and a ciphertext must not pass for another secret's.
 */
export class Sealing {
  readonly weaker: KeyFileCipher;

  constructor(
    private readonly system: Cipher,
    folder: string,
    private readonly clock: Clock,
  ) {
    this.weaker = createKeyFileCipher(folder);
  }

  /** Encrypts a secret with the cipher of `backend`: the weaker one, or the system's. */
  async seal(backend: CipherBackend, name: string, value: string): Promise<Sealed> {
    const text = JSON.stringify({ name, value });
    const sealed = await (backend === 'key-file' ? this.weaker.encrypt(text) : this.inTime(this.system.encrypt(text)));
    return sealed.ok ? { ok: true, ct: Buffer.from(sealed.bytes).toString('base64') } : sealed;
  }

  /** Decrypts the output of `seal` under the same name, with either cipher; anything else is `refused`. */
  unseal(name: string, ct: string): Promise<Unsealed> {
    const opening = this.open(name, ct);
    return isWeaker(ct) ? opening : this.inTime(opening);
  }

  /** Decrypts all secrets of a file, and waits for the key store as long as a person takes. */
  async unsealAll({ items }: SecretContent): Promise<OpenedSecrets> {
    const values = new Map<string, string>();
    const shut = new Map<string, 'locked' | 'unreadable'>();
    const stale = new Set<string>();
    for (const [name, { ct }] of items) {
      const opened = await this.open(name, ct);
      if (!opened.ok) {
        shut.set(name, opened.failure === 'unavailable' ? 'locked' : 'unreadable');
        continue;
      }
      values.set(name, opened.value);
      if (opened.isStale) stale.add(name);
    }
    return { values, shut, stale };
  }

  private async open(name: string, ct: string): Promise<Unsealed> {
    const opened = await (isWeaker(ct) ? this.weaker : this.system).decrypt(Buffer.from(ct, 'base64'));
    if (!opened.ok) return opened;
    const value = valueOf(name, opened.text);
    return value === undefined ? { ok: false, failure: 'refused' } : { ok: true, value, isStale: opened.isStale };
  }

  /** Limits the wait for the system's cipher: `unavailable` when it does not answer in time. */
  private inTime<T>(answer: Promise<T>): Promise<T | typeof LATE> {
    return within(this.clock, PATIENCE_MS, answer, LATE);
  }
}

/** True when a ciphertext comes from the weaker cipher. */
export function isWeaker(ct: string): boolean {
  return Buffer.from(ct, 'base64').subarray(0, KEY_FILE_MARK.length).equals(KEY_FILE_MARK);
}

function valueOf(name: string, text: string): string | undefined {
  const envelope = EnvelopeSchema.safeParse(parsedJson(text)).data;
  return envelope?.name === name ? envelope.value : undefined;
}

/** Name of the key file inside the data folder. It holds 32 random bytes, readable by its owner only. */
export const KEY_FILE = 'secrets.key';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
/** Prefix of every ciphertext of this cipher, so that it is never mistaken for one of the system's. */
const KEY_FILE_MARK = Buffer.from('kf1');

interface KeyFileCipher extends Cipher {
  /** Removes the key, and with it every secret encrypted under it. */
  forget(): Promise<void>;
}

/**
 * AES-256-GCM under a random key in a file beside the secrets. It protects them from other users of the machine, and where one
 * file travels without the other, but from nobody else. The first encryption creates the key.
 */
export function createKeyFileCipher(folder: string): KeyFileCipher {
  const file = path.join(folder, KEY_FILE);
  let kept: Buffer | undefined;

  async function readKey(): Promise<Buffer | undefined> {
    if (kept !== undefined) return kept;
    try {
      const bytes = await readFile(file);
      kept = bytes.length === KEY_BYTES ? bytes : undefined;
      return kept;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Creates the key. An existing but damaged key is set aside, never overwritten. */
  async function makeKey(): Promise<Buffer> {
    const key = randomBytes(KEY_BYTES);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(file, `${file}.damaged-${key.toString('hex', 0, 4)}`).catch(() => undefined);
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(key);
      await handle.sync();
    } finally {
      await handle.close();
    }
    kept = key;
    return key;
  }

  return {
    backend: () => Promise.resolve('key-file'),
    encrypt: async (text) => {
      try {
        const key = (await readKey()) ?? (await makeKey());
        const iv = randomBytes(IV_BYTES);
        const cipher = createCipheriv(CIPHER, key, iv);
        const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
        return { ok: true, bytes: Buffer.concat([KEY_FILE_MARK, iv, cipher.getAuthTag(), sealed]) };
      } catch {
        return { ok: false, failure: 'unavailable' };
      }
    },
    decrypt: async (bytes) => {
      const key = await readKey().catch(() => null);
      if (key === null) return { ok: false, failure: 'unavailable' };
      const text = key === undefined ? undefined : decrypted(key, Buffer.from(bytes));
      return text === undefined ? { ok: false, failure: 'refused' } : { ok: true, text, isStale: false };
    },
    forget: async () => {
      kept = undefined;
      await rm(file, { force: true });
    },
  };
}

function decrypted(key: Buffer, bytes: Buffer): string | undefined {
  const head = KEY_FILE_MARK.length + IV_BYTES + TAG_BYTES;
  if (bytes.length < head || !bytes.subarray(0, KEY_FILE_MARK.length).equals(KEY_FILE_MARK)) return undefined;
  try {
    const opener = createDecipheriv(CIPHER, key, bytes.subarray(KEY_FILE_MARK.length, KEY_FILE_MARK.length + IV_BYTES));
    opener.setAuthTag(bytes.subarray(KEY_FILE_MARK.length + IV_BYTES, head));
    return Buffer.concat([opener.update(bytes.subarray(head)), opener.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
