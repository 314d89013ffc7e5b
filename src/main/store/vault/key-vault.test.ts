import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyName } from '../../../shared/keys/key-name';
import { ManualClock } from '../../ports/manual-clock.fixture';
import type { KeyVault } from '../../ports/ports-keys';
import { KEY_FILE } from './sealing';
import { block, smallDisk, TestKeyStore } from './key-store.fixture';
import { openKeyVault, type KeyVaultOptions } from './key-vault';
import { SECRET_FILE } from './secret-file';
import { createFolder, createKeptLog, REAL_CLOCK } from '../store.fixture';

const OPENAI = 'sk-proj-canary-3f9a7b1c5d2e8f60';
const OTHER = 'sk-proj-canary-0000000000001111';
const TOKEN = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const SID = `AC${'0123456789abcdef'.repeat(2)}`;

let folder: string;
let file: string;
let store: TestKeyStore;
let log: ReturnType<typeof createKeptLog>;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  const made = createFolder();
  folder = made.folder;
  file = path.join(folder, SECRET_FILE);
  store = new TestKeyStore();
  log = createKeptLog();
  cleanups.push(made.remove);
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(more: Partial<KeyVaultOptions> = {}): Promise<KeyVault> {
  const vault = await openKeyVault({ folder, cipher: store, clock: REAL_CLOCK, log: log.log, ...more });
  cleanups.push(() => vault.close());
  return vault;
}

function keyOf(vault: KeyVault, name: KeyName) {
  return vault.status().keys.find((key) => key.name === name);
}

const files = (): readonly string[] => readdirSync(folder).sort();
const kept = (of: string): readonly string[] => files().filter((name) => name.startsWith(`${SECRET_FILE}.${of}`));
const itemsOf = (text: string) => (JSON.parse(text) as { items: Record<string, { ct: string }> }).items;

describe('a key', () => {
  it('is kept as ciphertext, comes back after a restart, and shows its last four only', async () => {
    const first = await open();
    expect(first.status()).toMatchObject({ state: 'open', problem: null, protection: 'os-key-store' });
    expect(keyOf(first, 'openAiKey')).toEqual({ state: 'absent', name: 'openAiKey' });
    expect(await first.set('openAiKey', `  "${OPENAI}"\n`)).toEqual({ ok: true });
    await first.close();
    expect(first.read('openAiKey')).toBeUndefined();

    const second = await open();
    expect(second.read('openAiKey')).toBe(OPENAI);
    expect(keyOf(second, 'openAiKey')).toMatchObject({ state: 'set', last4: '8f60', protection: 'os-key-store' });
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toEqual(['v', 'backend', 'items']);
    for (const name of files()) {
      expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain(OPENAI.slice(0, -4));
    }
  });

  it('is nowhere once it was cleared, the copy of the file included', async () => {
    const vault = await open();
    await vault.set('openAiKey', OPENAI);
    await vault.set('twilioAuthToken', TOKEN);
    const { ct } = itemsOf(readFileSync(file, 'utf8'))['openAiKey'] ?? expect.fail('not stored');
    expect(await vault.clear('openAiKey')).toEqual({ ok: true });
    expect(vault.read('openAiKey')).toBeUndefined();
    for (const name of files()) expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain(ct);
    const again = await open();
    expect(keyOf(again, 'openAiKey')).toEqual({ state: 'absent', name: 'openAiKey' });
    expect(again.read('twilioAuthToken')).toBe(TOKEN);
  });

  it('that cannot be one is refused, and what was there stays', async () => {
    const vault = await open();
    await vault.set('twilioAccountSid', SID);
    expect(await vault.set('twilioAccountSid', SID.replace('AC', 'SK'))).toEqual({ ok: false, refusal: 'api-key-sid' });
    expect(vault.read('twilioAccountSid')).toBe(SID);
  });

  it('of many set at once is stored, each', async () => {
    const vault = await open();
    const values = Array.from({ length: 20 }, (_, i) => `sk-canary-${String(i).padStart(20, '0')}`);
    await Promise.all([
      ...values.map((value) => vault.set('openAiKey', value)),
      vault.set('twilioAuthToken', TOKEN),
      vault.set('twilioAccountSid', SID),
      vault.clear('ngrokAuthtoken'),
    ]);
    const again = await open();
    expect(again.read('openAiKey')).toBe(values.at(-1));
    expect(again.read('twilioAuthToken')).toBe(TOKEN);
    expect(again.read('twilioAccountSid')).toBe(SID);
  });

  it('from the environment goes before the stored one, until another is set', async () => {
    await (await open()).set('openAiKey', OPENAI);
    const vault = await open({ given: { openAiKey: OTHER } });
    expect(vault.read('openAiKey')).toBe(OTHER);
    expect(keyOf(vault, 'openAiKey')).toMatchObject({ protection: 'environment', last4: '1111' });
    expect(itemsOf(readFileSync(file, 'utf8'))).toHaveProperty('openAiKey');
    await vault.set('openAiKey', OPENAI);
    expect(keyOf(vault, 'openAiKey')).toMatchObject({ protection: 'os-key-store', last4: '8f60' });
  });

  it('is told to whoever listens', async () => {
    const vault = await open();
    let told = 0;
    const stop = vault.subscribe(() => told++);
    await vault.set('openAiKey', OPENAI);
    await vault.clear('openAiKey');
    stop();
    await vault.set('openAiKey', OPENAI);
    expect(told).toBe(2);
  });
});

describe('a key store that is locked', () => {
  beforeEach(async () => {
    const vault = await open();
    await vault.set('openAiKey', OPENAI);
    await vault.close();
    log = createKeptLog();
  });

  it.each(['locked', 'temporarily unavailable'])('(%s) loses nothing and overwrites nothing', async (how) => {
    const before = readFileSync(file, 'utf8');
    store.isLocked = how === 'locked';
    store.isTired = true;
    const vault = await open();
    expect(vault.status()).toMatchObject({ state: 'locked', problem: 'key-store-locked', protection: 'this-run-only' });
    expect(keyOf(vault, 'openAiKey')).toMatchObject({ state: 'locked', last4: '8f60' });
    expect(vault.read('openAiKey')).toBeUndefined();
    expect(await vault.clear('openAiKey')).toEqual({ ok: false, refusal: 'locked' });
    expect(await vault.set('twilioAuthToken', TOKEN)).toEqual({ ok: true });
    expect(keyOf(vault, 'twilioAuthToken')).toMatchObject({ state: 'set', protection: 'this-run-only' });
    expect(readFileSync(file, 'utf8')).toBe(before);

    store.isLocked = false;
    store.isTired = false;
    expect(await vault.retry()).toMatchObject({ state: 'open', protection: 'os-key-store' });
    expect(vault.read('openAiKey')).toBe(OPENAI);
    expect(keyOf(vault, 'twilioAuthToken')).toMatchObject({ protection: 'os-key-store' });
    expect((await open()).read('twilioAuthToken')).toBe(TOKEN);
  });

  it('is asked again by itself, ever less often', async () => {
    const clock = new ManualClock();
    store.isLocked = true;
    const vault = await open({ clock });
    const asked: number[] = [];
    for (let s = 0; s < 120; s += 5) {
      const before = store.asked;
      clock.advance(5000);
      await new Promise((resolve) => setImmediate(resolve));
      if (store.asked > before) asked.push(s + 5);
    }
    expect(asked).toEqual([5, 15, 35, 75]);
    store.isLocked = false;
    clock.advance(60_000);
    await expect.poll(() => vault.status().state).toBe('open');
    expect(vault.read('openAiKey')).toBe(OPENAI);
    expect(clock.pendingTimers).toBe(0);
  });

  it('that asks a person does not hold the start up, and is told', async () => {
    const clock = new ManualClock();
    const answered = store.askPerson();
    const opening = open({ clock });
    await expect.poll(() => clock.pendingTimers).toBe(1);
    clock.advance(3000);
    const vault = await opening;
    expect(vault.status()).toMatchObject({ state: 'locked', problem: 'waiting-for-key-store', canAcceptWeaker: false });
    const told = new Promise<void>((resolve) => vault.subscribe(resolve));
    answered();
    await told;
    expect(vault.status().state).toBe('open');
    expect(vault.read('openAiKey')).toBe(OPENAI);
  });

  it('can be done without, under weaker protection; its ciphertexts stay for the day it opens', async () => {
    store.isLocked = true;
    const vault = await open();
    await vault.set('twilioAuthToken', TOKEN);
    expect(await vault.acceptWeakerProtection()).toEqual({ ok: true });
    expect(vault.status()).toMatchObject({ state: 'damaged', problem: 'other-key-store', protection: 'weaker-file' });
    expect(keyOf(vault, 'openAiKey')).toMatchObject({ state: 'locked' });
    await vault.close();
    store.isLocked = false;
    const again = await open();
    expect(again.status()).toMatchObject({ state: 'open', protection: 'os-key-store' });
    expect([again.read('openAiKey'), again.read('twilioAuthToken')]).toEqual([OPENAI, TOKEN]);
    expect(files()).not.toContain(KEY_FILE);
  });
});

describe('a key store that is another one than before', () => {
  beforeEach(async () => {
    const vault = await open();
    await vault.set('openAiKey', OPENAI);
    await vault.set('twilioAuthToken', TOKEN);
    await vault.close();
    store.replaceKey();
  });

  it('leaves what it cannot read in the file, and keeps the file when a key is entered again', async () => {
    const before = readFileSync(file, 'utf8');
    const vault = await open();
    expect(vault.status()).toMatchObject({ state: 'damaged', problem: 'other-key-store' });
    expect(keyOf(vault, 'openAiKey')).toMatchObject({ state: 'unreadable', last4: '8f60' });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(await vault.set('openAiKey', OTHER)).toEqual({ ok: true });
    expect(itemsOf(readFileSync(file, 'utf8'))['twilioAuthToken']).toEqual(itemsOf(before)['twilioAuthToken']);
    expect(kept('kept').map((name) => readFileSync(path.join(folder, name), 'utf8'))).toEqual([before]);
    expect(vault.status().problem).toBe('other-key-store');
    expect(await vault.clear('twilioAuthToken')).toEqual({ ok: true });
    expect(vault.status()).toMatchObject({ state: 'open', problem: null });
  });

  it('does not write a key whose old file cannot be kept', async () => {
    const vault = await open();
    rmSync(file);
    expect(await vault.set('openAiKey', OTHER)).toEqual({ ok: false, refusal: 'cannot-save' });
    expect(vault.read('openAiKey')).toBeUndefined();
  });
});

describe('a system without a key store', () => {
  beforeEach(() => {
    store.name = 'none';
  });

  it('keeps keys for this run, writes none, and says so', async () => {
    const vault = await open();
    expect(vault.status()).toMatchObject({ state: 'open', protection: 'this-run-only', canAcceptWeaker: true });
    await vault.set('openAiKey', OPENAI);
    expect(vault.read('openAiKey')).toBe(OPENAI);
    expect(keyOf(vault, 'openAiKey')).toMatchObject({ state: 'set', protection: 'this-run-only' });
    expect(files()).toEqual([]);
    expect((await open()).read('openAiKey')).toBeUndefined();
  });

  it('stores them under weaker protection once the user accepts it, which stays to be seen', async () => {
    const vault = await open();
    await vault.set('openAiKey', OPENAI);
    expect(await vault.acceptWeakerProtection()).toEqual({ ok: true });
    expect(await vault.acceptWeakerProtection()).toEqual({ ok: false, refusal: 'not-needed' });
    await vault.set('twilioAuthToken', TOKEN);
    const again = await open();
    expect([again.read('openAiKey'), again.read('twilioAuthToken')]).toEqual([OPENAI, TOKEN]);
    expect(again.status()).toMatchObject({ state: 'open', protection: 'weaker-file', canAcceptWeaker: false });
    expect(keyOf(again, 'openAiKey')).toMatchObject({ protection: 'weaker-file' });
    expect(readFileSync(file, 'utf8')).not.toContain(OPENAI.slice(0, -4));
    expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from('v10').toString('base64'));
    expect(statSync(path.join(folder, KEY_FILE)).mode & 0o777).toBe(0o600);
  });

  it('remembers the consent though no key was there yet', async () => {
    await (await open()).acceptWeakerProtection();
    expect((await open()).status().protection).toBe('weaker-file');
  });

  it('gets the better protection as soon as there is a key store, and the weaker key goes', async () => {
    const vault = await open();
    await vault.set('openAiKey', OPENAI);
    await vault.acceptWeakerProtection();
    const { ct } = itemsOf(readFileSync(file, 'utf8'))['openAiKey'] ?? expect.fail('not stored');
    await vault.close();
    store.name = 'secret-service';
    const again = await open();
    expect(keyOf(again, 'openAiKey')).toMatchObject({ state: 'set', protection: 'os-key-store' });
    expect(again.read('openAiKey')).toBe(OPENAI);
    expect(files()).not.toContain(KEY_FILE);
    for (const name of files()) expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain(ct);
    expect((await open()).read('openAiKey')).toBe(OPENAI);
  });
});

describe('a key store that has a new key', () => {
  it('gets what should be encrypted again', async () => {
    await (await open()).set('openAiKey', OPENAI);
    const { ct } = itemsOf(readFileSync(file, 'utf8'))['openAiKey'] ?? expect.fail('not stored');
    store.rotate([ct]);
    const vault = await open();
    expect(vault.read('openAiKey')).toBe(OPENAI);
    expect(itemsOf(readFileSync(file, 'utf8'))['openAiKey']?.ct).not.toBe(ct);
  });
});

describe('a disk', () => {
  it('that is full refuses the key and keeps the old one', async () => {
    let roomBytes = 1_000_000;
    const vault = await open({ disk: smallDisk(() => roomBytes) });
    await vault.set('openAiKey', OPENAI);
    const before = readFileSync(file, 'utf8');
    for (roomBytes of [0, 1, 20]) {
      expect(await vault.set('openAiKey', OTHER)).toEqual({ ok: false, refusal: 'cannot-save' });
      expect(await vault.clear('openAiKey')).toEqual({ ok: false, refusal: 'cannot-save' });
    }
    expect(vault.read('openAiKey')).toBe(OPENAI);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(files()).toEqual([SECRET_FILE, `${SECRET_FILE}.bak`]);
    roomBytes = 1_000_000;
    expect(await vault.set('openAiKey', OTHER)).toEqual({ ok: true });
    expect((await open()).read('openAiKey')).toBe(OTHER);
  });

  it('that does not let the file be written refuses the key', async () => {
    block(file);
    const vault = await open();
    expect(await vault.set('openAiKey', OPENAI)).toEqual({ ok: false, refusal: 'cannot-save' });
    expect(keyOf(vault, 'openAiKey')).toEqual({ state: 'absent', name: 'openAiKey' });
    expect(existsSync(file)).toBe(false);
  });

  it('that gives back something else is noticed before the old file goes', async () => {
    const vault = await open();
    await vault.set('openAiKey', OPENAI);
    const before = readFileSync(file, 'utf8');
    const encrypt = store.encrypt.bind(store);
    store.encrypt = async (text) => {
      const sealed = await encrypt(text);
      return sealed.ok ? { ok: true, bytes: sealed.bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) } : sealed;
    };
    expect(await vault.set('openAiKey', OTHER)).toEqual({ ok: false, refusal: 'key-store-refused' });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(vault.read('openAiKey')).toBe(OPENAI);
  });

  it('with the file of a newer version on it is left alone', async () => {
    const newer = JSON.stringify({ v: 2, backend: 'tpm', vaults: [] });
    writeFileSync(file, newer);
    const vault = await open();
    expect(vault.status()).toMatchObject({ state: 'damaged', problem: 'newer-file', canAcceptWeaker: false });
    expect(await vault.set('openAiKey', OPENAI)).toEqual({ ok: true });
    expect(keyOf(vault, 'openAiKey')).toMatchObject({ protection: 'this-run-only' });
    expect(await vault.acceptWeakerProtection()).toEqual({ ok: false, refusal: 'locked' });
    expect(readFileSync(file, 'utf8')).toBe(newer);
    expect(files()).toEqual([SECRET_FILE]);
  });
});

describe('a ciphertext', () => {
  it('moved to another name is not taken for that key', async () => {
    const vault = await open();
    await vault.set('openAiKey', OPENAI);
    const text = readFileSync(file, 'utf8').replace('openAiKey', 'ngrokAuthtoken');
    writeFileSync(file, text);
    writeFileSync(`${file}.bak`, text);
    const again = await open();
    expect(again.read('ngrokAuthtoken')).toBeUndefined();
    expect(keyOf(again, 'ngrokAuthtoken')).toMatchObject({ state: 'unreadable' });
  });
});

describe('nothing the vault says', () => {
  it('holds a key: not its status, its outcomes, nor its log, whatever goes wrong', async () => {
    let roomBytes = 1_000_000;
    const vault = await open({
      disk: smallDisk(() => roomBytes),
      given: { ngrokAuthtoken: `2canary${'x'.repeat(30)}` },
    });
    const said: unknown[] = [];
    said.push(await vault.set('openAiKey', OPENAI), await vault.set('twilioAuthToken', TOKEN));
    roomBytes = 10;
    said.push(await vault.set('openAiKey', OTHER), await vault.set('openAiKey', `${OPENAI} ${OTHER}`));
    store.isLocked = true;
    said.push(await vault.set('openAiKey', OTHER), await vault.acceptWeakerProtection(), await vault.retry());
    said.push(vault.status(), log.text());
    for (const canary of [OPENAI, OTHER, TOKEN, 'canary', 'c0ffee00c0ffee']) {
      expect(JSON.stringify(said)).not.toContain(canary);
      expect(JSON.stringify(said)).not.toContain(Buffer.from(canary).toString('base64').slice(0, -4));
    }
    expect(log.codes()).toContain('secrets.not-saved');
  });
});
