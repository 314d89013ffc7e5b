import { describe, expect, it } from 'vitest';
import { createSafeStorageCipher, type SafeStorage, type SafeStorageCipherOptions } from './safe-storage-cipher';

/** Electron's safeStorage as its two generations behave; base64 stands for the encryption. */
const sealed = (mark: string, text: string): Buffer => Buffer.from(mark + Buffer.from(text).toString('base64'));
const opened = (bytes: Buffer): string => Buffer.from(bytes.subarray(3).toString(), 'base64').toString();

function older(mark: string, isAvailable = true): SafeStorage {
  return {
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text) => sealed(mark, text),
    decryptString: opened,
  };
}

function newer(mark: string, refusal?: string): SafeStorage {
  return {
    ...older('old'),
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text) => Promise.resolve(sealed(mark, text)),
    decryptStringAsync: (bytes) =>
      refusal === undefined
        ? Promise.resolve({ result: opened(bytes), shouldReEncrypt: true })
        : Promise.reject(new Error(refusal)),
  };
}

function cipher(safeStorage: SafeStorage, more: Partial<SafeStorageCipherOptions> = {}) {
  return createSafeStorageCipher({
    safeStorage,
    platform: 'linux',
    isContained: false,
    ready: () => Promise.resolve(),
    ...more,
  });
}

describe('the system’s cipher', () => {
  it.each<[string, NodeJS.Platform, boolean, string]>([
    ['v11', 'linux', false, 'secret-service'],
    ['v10', 'linux', false, 'none'],
    ['v12', 'linux', false, 'none'],
    ['v12', 'linux', true, 'portal'],
    ['v10', 'linux', true, 'none'],
    ['abc', 'linux', false, 'none'],
    ['v10', 'darwin', false, 'keychain'],
    ['v10', 'win32', false, 'dpapi'],
  ])(
    'is judged by the mark of its ciphertext: %s on %s, contained %s: %s',
    async (mark, platform, isContained, backend) => {
      for (const safeStorage of [older(mark), newer(mark)]) {
        const under = cipher(safeStorage, { platform, isContained });
        expect(await under.backend()).toBe(backend);
        const answer = await under.encrypt('sk-canary');
        expect(answer.ok).toBe(backend !== 'none');
        if (answer.ok) expect(await under.decrypt(answer.bytes)).toMatchObject({ ok: true, text: 'sk-canary' });
      }
    },
  );

  it('uses the calls that do not block where they are', async () => {
    const answer = await cipher(newer('v11')).encrypt('x');
    expect(answer.ok && Buffer.from(answer.bytes).toString()).toMatch(/^v11/);
    expect(await cipher(newer('v11')).decrypt(sealed('v11', 'x'))).toEqual({ ok: true, text: 'x', isStale: true });
    expect(await cipher(older('v11')).decrypt(sealed('v11', 'x'))).toEqual({ ok: true, text: 'x', isStale: false });
  });

  it('that is not available protects nothing, and opens nothing now', async () => {
    const locked = cipher(older('v11', false));
    expect(await locked.backend()).toBe('none');
    expect(await locked.encrypt('x')).toEqual({ ok: false, failure: 'unavailable' });
    expect(await locked.decrypt(sealed('v11', 'x'))).toEqual({ ok: false, failure: 'unavailable' });
  });

  it.each([
    ['safeStorage.decryptStringAsync is temporarily unavailable. Please try again.', 'unavailable'],
    ['Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.', 'refused'],
    [
      'Error while decrypting the ciphertext provided to safeStorage.decryptString. Decryption is not available.',
      'unavailable',
    ],
  ])('tells later from never: %s', async (message, failure) => {
    expect(await cipher(newer('v11', message)).decrypt(sealed('v11', 'x'))).toEqual({ ok: false, failure });
  });

  it('never opens what the fixed key sealed', async () => {
    expect(await cipher(older('v11')).decrypt(sealed('v10', 'x'))).toEqual({ ok: false, failure: 'refused' });
  });

  it('asks nothing before Electron is ready', async () => {
    let asked = 0;
    const storage = { ...older('v11'), isEncryptionAvailable: () => ++asked > 0 };
    let begin = (): void => undefined;
    const under = cipher(storage, { ready: () => new Promise<void>((resolve) => (begin = resolve)) });
    const backend = under.backend();
    expect(asked).toBe(0);
    begin();
    expect(await backend).toBe('secret-service');
  });

  it('is none where Electron has no calls left that we know', async () => {
    expect(await cipher({}).backend()).toBe('none');
    expect(await cipher({}).encrypt('x')).toEqual({ ok: false, failure: 'unavailable' });
  });
});
