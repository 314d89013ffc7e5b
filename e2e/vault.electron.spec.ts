import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { VaultStatus } from '../src/shared/keys/vault-status';
import { expect, test as base } from './console';
import { openDesktop } from './desktop-console';
import { takeApi, type DesktopApi } from './desktop-api';
import { NO_KEYRING, startKeyring } from './keyring';

const OPENAI = 'sk-proj-canary-3f9a7b1c5d2e8f60';
const TOKEN = 'c0ffee00c0ffee00c0ffee00c0ffee00';

interface Fixtures {
  /** Starts the app on the test's data, runs `work` with its API, and ends the app. */
  readonly inApp: (
    environment: Readonly<Record<string, string>>,
    work: (api: DesktopApi) => Promise<void>,
  ) => Promise<void>;
  /** Runs the app in a session with a key store of its own. */
  readonly withKeyring: (
    how: { readonly name: string; readonly isLocked?: boolean },
    work: (api: DesktopApi) => Promise<void>,
  ) => Promise<void>;
  readonly secretFile: string;
}

const test = base.extend<Fixtures>({
  secretFile: async ({ dataFolder }, use) => use(path.join(dataFolder, 'secrets.json')),

  inApp: async ({ electron, display, dataFolder }, use) => {
    await use(async (environment, work) => {
      const modules = [path.join(__dirname, 'system-keyring.cjs')];
      const { page, stop } = await openDesktop({ electron, display, dataFolder, environment, modules });
      const api = await takeApi(page);
      await work(api);
      await stop();
      expectNoKeys(dataFolder, api);
    });
  },

  withKeyring: async ({ inApp }, use, info) => {
    await use(async ({ name, isLocked = false }, work) => {
      const keyring = await startKeyring({ folder: info.outputPath(name), isLocked });
      try {
        await inApp(keyring.environment, work);
      } finally {
        await keyring.close();
      }
    });
  },
});

/** Expects none of the keys, in any form, in what the app wrote or said. */
function expectNoKeys(dataFolder: string, api: DesktopApi): void {
  const written = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(dataFolder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .map((file) => readFileSync(file, 'latin1'));
  expect(written.length).toBeGreaterThan(3);
  for (const key of [OPENAI, TOKEN]) {
    const bytes = Buffer.from(key);
    const forms = [key, bytes.toString('base64').slice(0, -4), bytes.toString('hex'), key.slice(4, -4)];
    for (const form of forms) {
      expect(written.filter((text) => text.includes(form))).toEqual([]);
      expect(api.heard.filter((text) => text.includes(form))).toEqual([]);
    }
  }
}

function keyOf(status: unknown, name: string) {
  return (status as VaultStatus).keys.find((key) => key.name === name);
}

const set = (api: DesktopApi, name: string, value: string): Promise<unknown> => api.call('key/set', { name, value });

test('keys are stored under the key store of the system, and are there after a restart', async ({
  withKeyring,
  secretFile,
}) => {
  await withKeyring({ name: 'login' }, async (api) => {
    expect(await api.call('key/status')).toMatchObject({ state: 'open', protection: 'os-key-store' });
    expect(await set(api, 'openAiKey', ` "${OPENAI}" `)).toMatchObject({ ok: true });
    expect(await set(api, 'twilioAuthToken', TOKEN)).toMatchObject({ ok: true });
    expect(await set(api, 'openAiKey', 'sk-…8f60')).toEqual({ ok: false, code: 'shortened' });
  });
  const { backend, items } = JSON.parse(readFileSync(secretFile, 'utf8')) as {
    backend: string;
    items: Record<string, { ct: string }>;
  };
  expect(backend).toBe('secret-service');
  expect(Object.values(items).map(({ ct }) => Buffer.from(ct, 'base64').toString('latin1', 0, 3))).toEqual([
    'v11',
    'v11',
  ]);
  expect(statSync(secretFile).mode & 0o777).toBe(0o600);
  await withKeyring({ name: 'login' }, async (api) => {
    const status = await api.call('key/status');
    expect(keyOf(status, 'openAiKey')).toMatchObject({ state: 'set', last4: '8f60', protection: 'os-key-store' });
    expect(await api.call('key/clear', { name: 'openAiKey' })).toMatchObject({ ok: true });
  });
  expect(readFileSync(`${secretFile}.bak`, 'utf8')).toBe(readFileSync(secretFile, 'utf8'));
  expect(readFileSync(secretFile, 'utf8')).not.toContain('openAiKey');
});

test('a locked key store loses nothing, and neither does another one', async ({ withKeyring, secretFile }) => {
  await withKeyring({ name: 'login' }, async (api) => {
    await set(api, 'openAiKey', OPENAI);
  });
  const before = readFileSync(secretFile, 'utf8');
  await withKeyring({ name: 'login', isLocked: true }, async (api) => {
    const status = await api.call('key/status');
    expect(status).toMatchObject({ state: 'locked', problem: 'key-store-locked', protection: 'this-run-only' });
    expect(keyOf(status, 'openAiKey')).toMatchObject({ state: 'locked', last4: '8f60' });
    expect(await api.call('key/clear', { name: 'openAiKey' })).toEqual({ ok: false, code: 'locked' });
    expect(await set(api, 'twilioAuthToken', TOKEN)).toMatchObject({ ok: true });
  });
  expect(readFileSync(secretFile, 'utf8')).toBe(before);
  await withKeyring({ name: 'other' }, async (api) => {
    const status = await api.call('key/status');
    expect(status).toMatchObject({ state: 'damaged', problem: 'other-key-store' });
    expect(keyOf(status, 'openAiKey')).toMatchObject({ state: 'unreadable', last4: '8f60' });
  });
  expect(readFileSync(secretFile, 'utf8')).toBe(before);
  await withKeyring({ name: 'login' }, async (api) => {
    expect(keyOf(await api.call('key/status'), 'openAiKey')).toMatchObject({ state: 'set' });
  });
});

test('without a key store nothing is stored until the user accepts a weaker one', async ({
  inApp,
  dataFolder,
  secretFile,
}) => {
  await inApp(NO_KEYRING, async (api) => {
    expect(await api.call('key/status')).toMatchObject({
      state: 'open',
      protection: 'this-run-only',
      canAcceptWeaker: true,
    });
    expect(await set(api, 'openAiKey', OPENAI)).toMatchObject({ ok: true });
  });
  expect(readdirSync(dataFolder).filter((name) => name.startsWith('secrets'))).toEqual([]);
  await inApp(NO_KEYRING, async (api) => {
    expect(keyOf(await api.call('key/status'), 'openAiKey')).toMatchObject({ state: 'absent' });
    await set(api, 'openAiKey', OPENAI);
    expect(await api.call('key/acceptWeaker')).toMatchObject({ ok: true, status: { protection: 'weaker-file' } });
  });
  expect(readFileSync(secretFile, 'utf8')).not.toContain(Buffer.from('v10').toString('base64'));
  await inApp(NO_KEYRING, async (api) => {
    const status = await api.call('key/status');
    expect(status).toMatchObject({ state: 'open', protection: 'weaker-file' });
    expect(keyOf(status, 'openAiKey')).toMatchObject({ state: 'set', protection: 'weaker-file', last4: '8f60' });
  });
});
