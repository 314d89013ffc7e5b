import * as systemDisk from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { errorCode, parsedJson } from '../../../shared/std/guards';
import type { Clock, Log } from '../../ports/ports';
import type { CipherBackend } from '../../ports/ports-keys';

const FORMAT = 1;

const StoredSecretSchema = z.object({
  /** Ciphertext in Base64. */
  ct: z.string().min(1).max(16_384),
  /** Time of creation in epoch ms. */
  createdAt: z.number().int().nonnegative(),
  last4: z.string().max(4),
});

const BackendSchema = z.enum(['keychain', 'dpapi', 'secret-service', 'portal', 'key-file', 'none']);

const OutlineSchema = z.object({ v: z.number(), backend: BackendSchema, items: z.record(z.string(), z.unknown()) });

/** A secret's entry in the file: ciphertext, time of creation and last four characters. None of these is confidential. */
export type StoredSecret = Readonly<z.infer<typeof StoredSecretSchema>>;

/** Content of the secret file. */
export interface SecretContent {
  /** Cipher of the secrets when the file was last written. */
  readonly backend: CipherBackend;
  readonly items: ReadonlyMap<string, StoredSecret>;
  /** Items this version does not understand, kept as they are. */
  readonly others: Readonly<Record<string, unknown>>;
}

export const NO_SECRETS: SecretContent = { backend: 'none', items: new Map(), others: {} };

/** Result of parsing a secret file. `newer`: written by a later version, in a format this one does not know. */
export type ParsedSecrets =
  | { readonly kind: 'good'; readonly content: SecretContent }
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

/** Name of the file inside the data folder. Its copy is `.bak`; unreadable files are kept beside it. */
export const SECRET_FILE = 'secrets.json';

const MAX_FILE_BYTES = 1024 * 1024;

/** The part of `node:fs/promises` that a secret file uses. */
export type Disk = Pick<typeof systemDisk, 'copyFile' | 'mkdir' | 'open' | 'readFile' | 'rename' | 'rm'>;

/**
 * Result of reading the secret file. `restored`: read from the copy, because the file itself was damaged. `lost`: both were
 * damaged, and are set aside.
 */
export type FoundSecrets =
  | { readonly kind: 'absent' | 'newer' | 'lost' | 'unreadable' }
  | { readonly kind: 'good' | 'restored'; readonly content: SecretContent };

/** A file of ciphertexts with a backup copy. */
export interface SecretFile {
  /** Reads the file. Damaged files are set aside, and nothing is overwritten. Never rejects. */
  read(): Promise<FoundSecrets>;
  /**
   * Replaces the file atomically: a crash leaves the old one or the new one, never a mixture. The new file replaces the old one
   * only after it was read back from the disk and `isReadable` resolved with true. Rejects with the system's error or
   * `NotReadBack`, and leaves the old one in place.
   */
  write(content: SecretContent, isReadable: (readBack: SecretContent) => Promise<boolean>): Promise<void>;
  /** Copies the current file to another name. Rejects with the system's error. */
  keepCopy(): Promise<void>;
}

/** Error of a write whose result could not be read back or decrypted. */
export class NotReadBack extends Error {
  override readonly name = 'NotReadBack';
}

export interface SecretFileOptions {
  /** Created with mode 0700 when missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly disk?: Disk;
}

/** Creates the secret file of a data folder; touches nothing until it is asked. */
export function createSecretFile({ folder, clock, log, disk: files = systemDisk }: SecretFileOptions): SecretFile {
  const file = path.join(folder, SECRET_FILE);
  const copy = `${file}.bak`;

  async function parsed(from: string): Promise<ParsedSecrets | { readonly kind: 'absent' }> {
    try {
      const bytes = await files.readFile(from);
      return bytes.length > MAX_FILE_BYTES ? { kind: 'damaged' } : parseSecrets(bytes.toString('utf8'));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return { kind: 'absent' };
      throw error;
    }
  }

  async function find(): Promise<FoundSecrets> {
    const first = await parsed(file);
    if (first.kind === 'newer') return first;
    if (first.kind === 'good') {
      await renewCopy(formatSecrets(first.content));
      return first;
    }
    const second = await parsed(copy);
    if (second.kind === 'newer' || (first.kind === 'absent' && second.kind === 'absent')) return second;
    if (first.kind === 'damaged') await setAside(file);
    if (second.kind === 'damaged') await setAside(copy);
    log.error('secrets.set-aside', { restored: second.kind === 'good' });
    if (second.kind !== 'good') return { kind: 'lost' };
    await putInPlace(file, formatSecrets(second.content)).catch((error: unknown) => {
      log.warn('secrets.not-restored', { code: errorCode(error) ?? 'unknown' });
    });
    return { kind: 'restored', content: second.content };
  }

  /** Rewrites a backup copy that differs. One that a crash left behind may hold secrets that were cleared since. */
  async function renewCopy(text: string): Promise<void> {
    const there = await files.readFile(copy, 'utf8').catch(() => undefined);
    if (there === text) return;
    await putInPlace(copy, text).catch(async (error: unknown) => {
      log.warn('secrets.no-copy', { code: errorCode(error) ?? 'unknown' });
      await files.rm(copy, { force: true }).catch(() => undefined);
    });
  }

  async function setAside(what: string): Promise<void> {
    await files.rename(what, `${what}.damaged-${clock.wallMs()}`);
  }

  async function putInPlace(place: string, text: string, check?: (next: string) => Promise<void>): Promise<void> {
    const next = `${place}.next`;
    try {
      await writeWhole(next, text);
      await check?.(next);
      await files.rename(next, place);
    } catch (error) {
      await files.rm(next, { force: true }).catch(() => undefined);
      throw error;
    }
    await syncFolder(folder);
  }

  async function writeWhole(to: string, text: string): Promise<void> {
    await files.rm(to, { force: true });
    const handle = await files.open(to, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Makes the rename itself durable. Windows cannot open a folder and does not need this. */
  async function syncFolder(of: string): Promise<void> {
    if (process.platform === 'win32') return;
    const handle = await files.open(of, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  return {
    read: () =>
      find().catch((error: unknown) => {
        log.error('secrets.unreadable', { code: errorCode(error) ?? 'unknown' });
        return { kind: 'unreadable' };
      }),
    write: async (content, isReadable) => {
      const text = formatSecrets(content);
      await files.mkdir(folder, { recursive: true, mode: 0o700 });
      await putInPlace(file, text, async (next) => {
        const readBack = await parsed(next);
        if (readBack.kind !== 'good' || !(await isReadable(readBack.content))) throw new NotReadBack();
      });
      await renewCopy(text);
    },
    keepCopy: async () => {
      const kept = `${file}.kept-${clock.wallMs()}`;
      await files.copyFile(file, kept);
      log.info('secrets.kept-copy');
    },
  };
}

/** Parses the output of `formatSecrets`. Never throws. */
export function parseSecrets(text: string): ParsedSecrets {
  const value = parsedJson(text);
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

/** Serialises the content of a secret file. */
export function formatSecrets({ backend, items, others }: SecretContent): string {
  return JSON.stringify({ v: FORMAT, backend, items: { ...others, ...Object.fromEntries(items) } });
}
