import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import * as systemDisk from 'node:fs/promises';
import type { Cipher, CipherBackend } from '../../ports/ports-keys';
import type { Disk } from './secret-file';

/** System key store that a test can lock, remove or replace, or make ask a person. */
export class TestKeyStore implements Cipher {
  name: CipherBackend = 'secret-service';
  isLocked = false;
  isTired = false;
  /** Number of requests so far. */
  asked = 0;
  private key = randomBytes(32);
  private answer: Promise<void> = Promise.resolve();
  private readonly outdated = new Set<string>();

  /** Replaces the keyring: earlier ciphertexts no longer decrypt. */
  replaceKey(): void {
    this.key = randomBytes(32);
  }

  /** Delays every answer until the returned function is called. */
  askPerson(): () => void {
    let resolve = (): void => undefined;
    this.answer = new Promise((done) => (resolve = done));
    return resolve;
  }

  /** Marks ciphertexts as outdated: they still decrypt, and report that they should be encrypted again. */
  rotate(ciphertexts: readonly string[]): void {
    for (const each of ciphertexts) this.outdated.add(each);
  }

  async backend(): Promise<CipherBackend> {
    await this.asks();
    return this.isLocked ? 'none' : this.name;
  }

  async encrypt(text: string): ReturnType<Cipher['encrypt']> {
    await this.asks();
    if (this.isLocked || this.name === 'none') return { ok: false, failure: 'unavailable' };
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const body = Buffer.concat([cipher.update(text), cipher.final()]);
    return { ok: true, bytes: Buffer.concat([Buffer.from('v11'), iv, cipher.getAuthTag(), body]) };
  }

  async decrypt(given: Uint8Array): ReturnType<Cipher['decrypt']> {
    await this.asks();
    if (this.isLocked || this.isTired || this.name === 'none') return { ok: false, failure: 'unavailable' };
    const bytes = Buffer.from(given);
    try {
      const opener = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(3, 15));
      opener.setAuthTag(bytes.subarray(15, 31));
      const text = Buffer.concat([opener.update(bytes.subarray(31)), opener.final()]).toString();
      return { ok: true, text, isStale: this.outdated.has(bytes.toString('base64')) };
    } catch {
      return { ok: false, failure: 'refused' };
    }
  }

  private async asks(): Promise<void> {
    this.asked++;
    await this.answer;
  }
}

/** The real disk, with a writer that runs out of room after `roomBytes()` bytes of a file. */
export function smallDisk(roomBytes: () => number): Disk {
  return {
    ...systemDisk,
    open: async (file, flags, mode) => {
      const handle = await systemDisk.open(file, flags, mode);
      const writeFile = handle.writeFile.bind(handle);
      handle.writeFile = async (data) => {
        const text = String(data);
        if (text.length <= roomBytes()) return writeFile(text);
        await writeFile(text.slice(0, roomBytes()));
        throw Object.assign(new Error(`no room for ${text}`), { code: 'ENOSPC' });
      };
      return handle;
    },
  };
}

/** Occupies the path of a file about to be written, so that not even root can write it. */
export function block(file: string): void {
  mkdirSync(`${file}.next/occupied`, { recursive: true });
}
