import * as systemDisk from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../../shared/std/guards';
import type { Clock, Log } from '../../ports/ports';
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

/** The file's name inside the data folder. Its copy is `.bak`; what could not be read is kept beside it. */
export const SECRET_FILE = 'secrets.json';

const MAX_FILE_BYTES = 1024 * 1024;

/** The part of `node:fs/promises` a secret file uses. */
export type Disk = Pick<typeof systemDisk, 'copyFile' | 'mkdir' | 'open' | 'readFile' | 'rename' | 'rm'>;

/** What was found. `restored`: in the copy, since the file itself was damaged. `lost`: both were, and are set aside. */
export type FoundSecrets =
  | { readonly kind: 'absent' | 'newer' | 'lost' | 'unreadable' }
  | { readonly kind: 'good' | 'restored'; readonly content: SecretContent };

/** One file of ciphertexts, and a copy of it. */
export interface SecretFile {
  /** Sets aside what is damaged and overwrites nothing. Rejects never. */
  read(): Promise<FoundSecrets>;
  /**
   * The old file or the new one, whole, whatever happens meanwhile. The new one takes its place only when it was read back from
   * the disk and `isReadable` said yes. Rejects, with the old one in place, with the system's error or `NotReadBack`.
   */
  write(content: SecretContent, isReadable: (readBack: SecretContent) => Promise<boolean>): Promise<void>;
  /** Keeps the file as it is now under another name. Rejects with the system's error. */
  keepCopy(): Promise<void>;
}

/** What was written could not be read or decrypted again. */
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

/** The secret file of a data folder. Touches nothing until it is asked. */
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

  /** A copy that a crash left behind may hold what was cleared since. */
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

  /** Makes the rename itself durable. Windows cannot open a folder and needs no such thing. */
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
