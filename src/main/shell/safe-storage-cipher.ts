import type { Cipher, CipherBackend, CipherFailure } from '../ports/ports-keys';

/** The calls of Electron up to 45, which block until they have an answer. */
interface BlockingCalls {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

/** The asynchronous calls of Electron from 45 on. */
interface AsyncCalls {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(bytes: Buffer): Promise<{ readonly shouldReEncrypt: boolean; readonly result: string }>;
}

/** Electron's `safeStorage`, in any version. */
export type SafeStorage = Partial<BlockingCalls & AsyncCalls>;

export interface SafeStorageCipherOptions {
  readonly safeStorage: SafeStorage;
  readonly platform: NodeJS.Platform;
  /** True in a Flatpak or a Snap, where the portal's key belongs to this app alone. */
  readonly isContained: boolean;
  /** Resolves when `safeStorage` may first be used: Electron's own `app.whenReady`. */
  readonly ready: () => Promise<unknown>;
}

const PROBE = 'probe';
/** Chromium's messages for a key store that may answer later; any other message is final. */
const TEMPORARY = /temporarily unavailable|not available/i;
const MARK_CHARS = 3;

/**
 * The cipher of the system's key store. On Linux "available" does not mean protected: Chromium can fall back to a key that is
 * the same everywhere. What counts is the mark on the ciphertext itself (v11: secret service, v12: portal, v10: that fixed
 * key).
 */
export function createSafeStorageCipher({
  safeStorage,
  platform,
  isContained,
  ready,
}: SafeStorageCipherOptions): Cipher {
  const calls = callsOf(safeStorage);

  function backendOf(bytes: Uint8Array): CipherBackend {
    if (platform === 'darwin') return 'keychain';
    if (platform === 'win32') return 'dpapi';
    const mark = Buffer.from(bytes).subarray(0, MARK_CHARS).toString('latin1');
    if (mark === 'v11') return 'secret-service';
    return mark === 'v12' && isContained ? 'portal' : 'none';
  }

  async function encrypted(text: string): Promise<Buffer | undefined> {
    await ready();
    return (await calls.isAsyncEncryptionAvailable()) ? calls.encryptStringAsync(text) : undefined;
  }

  return {
    backend: async () => {
      try {
        const bytes = await encrypted(PROBE);
        return bytes === undefined ? 'none' : backendOf(bytes);
      } catch {
        return 'none';
      }
    },
    encrypt: async (text) => {
      try {
        const bytes = await encrypted(text);
        if (bytes === undefined) return failed('unavailable');
        return backendOf(bytes) === 'none' ? failed('refused') : { ok: true, bytes };
      } catch {
        return failed('unavailable');
      }
    },
    decrypt: async (bytes) => {
      if (backendOf(bytes) === 'none') return failed('refused');
      try {
        await ready();
        if (!(await calls.isAsyncEncryptionAvailable())) return failed('unavailable');
        const { result, shouldReEncrypt } = await calls.decryptStringAsync(Buffer.from(bytes));
        return { ok: true, text: result, isStale: shouldReEncrypt };
      } catch (error) {
        return failed(error instanceof Error && TEMPORARY.test(error.message) ? 'unavailable' : 'refused');
      }
    },
  };
}

/** Picks the calls that do not block, where they exist. The others stall every call's audio while a person types a password. */
function callsOf(safeStorage: SafeStorage): AsyncCalls {
  if (isAsync(safeStorage)) return safeStorage;
  if (isBlocking(safeStorage)) {
    return {
      isAsyncEncryptionAvailable: async () => safeStorage.isEncryptionAvailable(),
      encryptStringAsync: async (text) => safeStorage.encryptString(text),
      decryptStringAsync: async (bytes) => ({ result: safeStorage.decryptString(bytes), shouldReEncrypt: false }),
    };
  }
  const nothing = (): Promise<never> => Promise.reject(new Error('safeStorage has no calls that are known'));
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(false),
    encryptStringAsync: nothing,
    decryptStringAsync: nothing,
  };
}

function isAsync(safeStorage: SafeStorage): safeStorage is AsyncCalls {
  return ['isAsyncEncryptionAvailable', 'encryptStringAsync', 'decryptStringAsync'].every(
    (call) => call in safeStorage,
  );
}

function isBlocking(safeStorage: SafeStorage): safeStorage is BlockingCalls {
  return ['isEncryptionAvailable', 'encryptString', 'decryptString'].every((call) => call in safeStorage);
}

function failed(failure: CipherFailure): { readonly ok: false; readonly failure: CipherFailure } {
  return { ok: false, failure };
}
