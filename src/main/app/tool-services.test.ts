import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NewToolSecretSchema } from '../../shared/keys/tool-secret';
import type { KeyVault } from '../ports/ports-keys';
import { createEnvironmentVault, openKeyVault } from '../store/vault/key-vault';
import { TestKeyStore } from '../store/vault/key-store.fixture';
import { SECRET_FILE } from '../store/vault/secret-file';
import { createFolder, createKeptLog, REAL_CLOCK } from '../store/store.fixture';
import { createToolSecrets } from './tool-services';

const CANARY = 'whsec_canary-3f9a7b1c5d2e8f60';
const SHOP = { name: 'shop', value: CANARY, origins: ['https://api.shop.example'] };

let folder: string;
let store: TestKeyStore;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  const made = createFolder();
  folder = made.folder;
  store = new TestKeyStore();
  cleanups.push(made.remove);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(): Promise<KeyVault> {
  const vault = await openKeyVault({ folder, cipher: store, clock: REAL_CLOCK, log: createKeptLog().log });
  cleanups.push(() => vault.close());
  return vault;
}

describe('a secret of tools', () => {
  it('goes to its origins and nowhere else, over a restart too, and its file holds nothing of it', async () => {
    const first = await open();
    expect(await createToolSecrets(first).setSecret(SHOP)).toEqual({ ok: true });
    await first.close();
    const file = readFileSync(path.join(folder, SECRET_FILE), 'utf8');
    expect(file).not.toContain(CANARY);
    expect(file).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, 20));

    const secrets = createToolSecrets(await open());
    expect(secrets.secrets()).toEqual([
      {
        name: 'shop',
        state: 'set',
        last4: '8f60',
        since: expect.any(Number),
        protection: 'os-key-store',
        origins: SHOP.origins,
      },
    ]);
    expect(secrets.read('shop', 'https://api.shop.example')).toEqual({ ok: true, value: CANARY });
    for (const origin of [
      'https://api.shop.example.evil.example',
      'http://api.shop.example',
      'https://shop.example',
      '',
    ])
      expect(secrets.read('shop', origin)).toEqual({ ok: false, why: 'elsewhere' });
    expect(secrets.read('other', 'https://api.shop.example')).toEqual({ ok: false, why: 'absent' });
  });

  it('is beside the keys, which know nothing of it', async () => {
    const vault = await open();
    await createToolSecrets(vault).setSecret(SHOP);
    await vault.set('openAiKey', 'sk-proj-AbC_dEf-123456');
    expect(vault.status().keys.map(({ name }) => name)).not.toContain('tool:shop');
    expect(JSON.stringify(vault.status())).not.toContain('shop');
    expect(
      createToolSecrets(vault)
        .secrets()
        .map(({ name }) => name),
    ).toEqual(['shop']);
  });

  it('is replaced with its origins, and is gone when it is cleared', async () => {
    const vault = await open();
    const secrets = createToolSecrets(vault);
    await secrets.setSecret(SHOP);
    await secrets.setSecret({ ...SHOP, value: 'short', origins: ['https://other.example'] });
    expect(secrets.read('shop', 'https://api.shop.example')).toEqual({ ok: false, why: 'elsewhere' });
    expect(secrets.read('shop', 'https://other.example')).toEqual({ ok: true, value: 'short' });
    expect(secrets.secrets()[0]?.last4).toBe('');
    expect(await secrets.clearSecret('shop')).toEqual({ ok: true });
    expect(secrets.secrets()).toEqual([]);
    expect(JSON.parse(readFileSync(path.join(folder, SECRET_FILE), 'utf8'))).toMatchObject({ items: {} });
  });

  it('that is locked is told apart from one that is not there, and shows nothing', async () => {
    const first = await open();
    await createToolSecrets(first).setSecret(SHOP);
    await first.close();
    store.isLocked = true;
    const secrets = createToolSecrets(await open());
    expect(secrets.read('shop', 'https://api.shop.example')).toEqual({ ok: false, why: 'locked' });
    expect(secrets.secrets()).toMatchObject([{ name: 'shop', state: 'locked', origins: [] }]);
    expect(await secrets.clearSecret('shop')).toEqual({ ok: false, code: 'locked' });
  });

  it('is one of a hundred', async () => {
    const secrets = createToolSecrets(createEnvironmentVault({}, REAL_CLOCK));
    for (let i = 0; i < 100; i++) await secrets.setSecret({ ...SHOP, name: `s${String(i)}` });
    expect(await secrets.setSecret(SHOP)).toEqual({ ok: false, code: 'too-many' });
    expect(await secrets.setSecret({ ...SHOP, name: 's7' })).toEqual({ ok: true });
    expect(secrets.secrets()).toHaveLength(100);
  });
});

describe('a secret that is entered', () => {
  it.each([
    { ...SHOP, name: 'sh op' },
    { ...SHOP, name: '' },
    { ...SHOP, value: '   ' },
    { ...SHOP, value: 'two\nlines' },
    { ...SHOP, value: 'x'.repeat(5000) },
    { ...SHOP, origins: [] },
    { ...SHOP, origins: ['https://shop.example/path'] },
    { ...SHOP, origins: ['*'] },
  ])('must make sense: %#', (secret) => {
    expect(NewToolSecretSchema.safeParse(secret).success).toBe(false);
  });
});
