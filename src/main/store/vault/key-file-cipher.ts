import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../../shared/std/guards';
import type { Cipher } from '../../ports/ports-keys';

/** The file's name inside the data folder: 32 random bytes, readable by its owner only. */
export const KEY_FILE = 'secrets.key';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
/** Begins every ciphertext, so that it is never taken for one of the system's. */
export const KEY_FILE_MARK = Buffer.from('kf1');

/**
 * AES-256-GCM under a random key in a file beside the secrets: protects them where the one file goes without the other, and from
 * other users of the machine, and from nobody else. The key is made with the first encryption.
 */
export function createKeyFileCipher(folder: string): Cipher & { forget(): Promise<void> } {
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

  /** A key that is there but damaged is set aside, never overwritten. */
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
