import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallDisk } from './key-store.fixture';
import {
  createSecretFile,
  formatSecrets,
  NotReadBack,
  parseSecrets,
  SECRET_FILE,
  type Disk,
  type SecretContent,
} from './secret-file';
import { createFolder, createKeptLog, REAL_CLOCK } from '../store.fixture';

const CONTENT: SecretContent = {
  backend: 'secret-service',
  items: new Map([
    ['openAiKey', { ct: 'djExAAAA'.repeat(12), createdAt: 1_795_000_000_000, last4: '8f60' }],
    ['twilioAuthToken', { ct: 'djExBBBB'.repeat(12), createdAt: 1_795_000_000_001, last4: 'ee00' }],
  ]),
  others: {},
};

let folder: string;
let file: string;
let copy: string;
let remove: () => void;
let log: ReturnType<typeof createKeptLog>;

beforeEach(() => {
  ({ folder, remove } = createFolder());
  file = path.join(folder, SECRET_FILE);
  copy = `${file}.bak`;
  log = createKeptLog();
});

afterEach(() => remove());

const open = (disk?: Disk) => createSecretFile({ folder, clock: REAL_CLOCK, log: log.log, ...(disk && { disk }) });
const yes = (): Promise<boolean> => Promise.resolve(true);
const others = (): readonly string[] =>
  readdirSync(folder).filter((name) => name !== SECRET_FILE && name !== `${SECRET_FILE}.bak`);

describe('a secret file', () => {
  it('gives back what was written, from a folder and a file for the owner only', async () => {
    folder = path.join(folder, 'made', 'here');
    const secrets = open();
    expect(await secrets.read()).toEqual({ kind: 'absent' });
    await secrets.write(CONTENT, yes);
    expect(await open().read()).toEqual({ kind: 'good', content: CONTENT });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, SECRET_FILE)).mode & 0o777).toBe(0o600);
  });

  it('is replaced whole, whatever permissions it had', async () => {
    writeFileSync(file, formatSecrets({ ...CONTENT, items: new Map() }));
    chmodSync(file, 0o666);
    await open().write(CONTENT, yes);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(others()).toEqual([]);
  });

  it('cut off at any byte comes back from its copy, and the rest of it is kept', async () => {
    await open().write(CONTENT, yes);
    const whole = readFileSync(file);
    const step = whole.length / 200;
    for (let i = 0; i < 200; i++) {
      const cut = whole.subarray(0, Math.floor(i * step));
      writeFileSync(file, cut);
      expect(await open().read()).toEqual({ kind: 'restored', content: CONTENT });
      expect(readFileSync(file)).toEqual(whole);
      const kept = others();
      expect(kept).toHaveLength(1);
      expect(readFileSync(path.join(folder, kept[0] ?? ''))).toEqual(cut);
      rmSync(path.join(folder, kept[0] ?? ''));
    }
  });

  it('cut off together with its copy is set aside, both, and never taken for empty', async () => {
    await open().write(CONTENT, yes);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, 100));
    writeFileSync(copy, whole.slice(0, 50));
    expect(await open().read()).toEqual({ kind: 'lost' });
    expect(existsSync(file) || existsSync(copy)).toBe(false);
    const kept = others().map((name) => readFileSync(path.join(folder, name), 'utf8').length);
    expect(kept.sort()).toEqual([100, 50]);
    expect(log.codes()).toEqual(['secrets.set-aside']);
    await open().write(CONTENT, yes);
    expect(others()).toHaveLength(2);
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '"v"',
    '{"v":1}',
    '{"v":0,"backend":"none","items":{}}',
    '{"v":1,"backend":"rot13","items":{}}',
  ])('with something else in it is damaged: %s', async (text) => {
    writeFileSync(file, text);
    expect(await open().read()).toEqual({ kind: 'lost' });
    expect(others().map((name) => readFileSync(path.join(folder, name), 'utf8'))).toEqual([text]);
  });

  it('of a newer version is not touched, nor is its copy', async () => {
    const newer = '{"v":2,"sealed":"…"}';
    writeFileSync(file, newer);
    writeFileSync(copy, 'half');
    expect(await open().read()).toEqual({ kind: 'newer' });
    writeFileSync(file, 'half');
    writeFileSync(copy, newer);
    expect(await open().read()).toEqual({ kind: 'newer' });
    expect([readFileSync(file, 'utf8'), readFileSync(copy, 'utf8')]).toEqual(['half', newer]);
    expect(others()).toEqual([]);
  });

  it('that cannot be read is not touched', async () => {
    mkdirSync(file);
    expect(await open().read()).toEqual({ kind: 'unreadable' });
    expect(log.codes()).toEqual(['secrets.unreadable']);
    expect(statSync(file).isDirectory()).toBe(true);
  });

  it('keeps items it does not understand', () => {
    const text = JSON.stringify({
      v: 1,
      backend: 'keychain',
      items: { 'tool:crm': { ct: 'AA==', createdAt: 1, last4: '' }, later: { sealed: [1] } },
    });
    const read = parseSecrets(text);
    if (read.kind !== 'good') expect.fail(read.kind);
    expect([...read.content.items.keys()]).toEqual(['tool:crm']);
    expect(JSON.parse(formatSecrets(read.content))).toEqual(JSON.parse(text));
  });

  it('loses its copy’s older secrets at the next reading, if a crash came between the two', async () => {
    const old = formatSecrets(CONTENT);
    await open().write({ ...CONTENT, items: new Map() }, yes);
    writeFileSync(copy, old);
    expect(await open().read()).toMatchObject({ kind: 'good' });
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(file, 'utf8'));
  });
});

describe('a write', () => {
  it('that nobody can read back leaves the old file', async () => {
    await open().write(CONTENT, yes);
    const empty = { ...CONTENT, items: new Map() };
    await expect(open().write(empty, () => Promise.resolve(false))).rejects.toThrow(NotReadBack);
    await expect(open().write(empty, () => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
    expect(await open().read()).toEqual({ kind: 'good', content: CONTENT });
    expect(others()).toEqual([]);
  });

  it('that runs out of room leaves the old file, and without room for the copy is done all the same', async () => {
    await open().write({ ...CONTENT, items: new Map() }, yes);
    for (const roomBytes of [0, 1, 50]) {
      await expect(open(smallDisk(() => roomBytes)).write(CONTENT, yes)).rejects.toThrow(/no room/);
    }
    expect(await open().read()).toMatchObject({ kind: 'good', content: { items: new Map() } });
    let writes = 0;
    await open(smallDisk(() => (writes++ === 0 ? 1_000_000 : 10))).write(CONTENT, yes);
    expect(await open().read()).toEqual({ kind: 'good', content: CONTENT });
    expect(log.codes()).toContain('secrets.no-copy');
    expect(others()).toEqual([]);
  });

  it('restores from the copy even where nothing can be written', async () => {
    await open().write(CONTENT, yes);
    writeFileSync(file, 'half');
    expect(await open(smallDisk(() => 0)).read()).toEqual({ kind: 'restored', content: CONTENT });
    expect(await open().read()).toEqual({ kind: 'restored', content: CONTENT });
  });
});
