import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Routing } from '../../../shared/line/routing';
import type { SavedRouting } from '../../ports/ports-lines';
import { openSavedRoutings, SAVED_ROUTINGS_FILE } from './saved-routings';
import { createFolder, createKeptLog, REAL_CLOCK } from '../store.fixture';

const LINE = '+14155550134';
const BEFORE: Routing = {
  voiceUrl: 'https://user:pass@old.example/voice',
  voiceMethod: 'GET',
  fallbackUrl: '',
  fallbackMethod: 'POST',
  statusUrl: '',
  statusMethod: 'POST',
  applicationId: 'AP1',
  trunkId: '',
};
const SAVED: SavedRouting = { id: 'PN1', before: BEFORE, ours: [{ ...BEFORE, applicationId: '' }], savedAt: 7 };

let folder = '';
let remove: () => void;
beforeEach(() => ({ folder, remove } = createFolder()));
afterEach(() => remove());

const file = () => path.join(folder, SAVED_ROUTINGS_FILE);
const reopen = (log = createKeptLog().log) => openSavedRoutings({ folder, clock: REAL_CLOCK, log });

describe('saved routings', () => {
  it('are there again after a restart, and gone when forgotten', async () => {
    const first = await reopen();
    await Promise.all([first.save(LINE, SAVED), first.save('+2', SAVED), first.save('+3', SAVED), first.forget('+2')]);
    const second = await reopen();
    expect([...second.all()]).toEqual([
      [LINE, SAVED],
      ['+3', SAVED],
    ]);
    expect(second.setAside).toBeNull();
    await second.forget(LINE);
    await second.forget('+404');
    expect([...(await reopen()).all().keys()]).toEqual(['+3']);
  });

  it('lie in one file that only its owner can read, even if another was left there', async () => {
    writeFileSync(`${file()}.next`, 'left by a crash', { mode: 0o644 });
    await (await reopen()).save(LINE, SAVED);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([SAVED_ROUTINGS_FILE]);
  });

  it('are refused rather than half kept when the disk refuses, and can be saved afterwards', async () => {
    const routings = await reopen();
    await routings.save(LINE, SAVED);
    await mkdir(`${file()}.next`);
    await expect(routings.save('+2', SAVED)).rejects.toThrow();
    expect([...routings.all().keys()]).toEqual([LINE]);
    rmSync(`${file()}.next`, { recursive: true });
    await routings.save('+3', SAVED);
    expect([...(await reopen()).all().keys()]).toEqual([LINE, '+3']);
  });

  it('survive a file cut at any byte: set aside as it was, and said', async () => {
    await (await reopen()).save(LINE, SAVED);
    const whole = readFileSync(file(), 'utf8');
    for (const length of [0, 1, Math.floor(whole.length / 2), whole.length - 1]) {
      writeFileSync(file(), whole.slice(0, length));
      const kept = createKeptLog();
      const routings = await reopen(kept.log);
      expect(routings.all().size).toBe(0);
      expect(readFileSync(path.join(folder, routings.setAside ?? ''), 'utf8')).toBe(whole.slice(0, length));
      expect(kept.codes()).toEqual(['saved-routings.set-aside']);
      rmSync(path.join(folder, routings.setAside ?? ''));
      expect((await reopen()).setAside).toBeNull();
    }
  });

  it('that this release cannot read stay in the file as they are, beside the others', async () => {
    await (await reopen()).save(LINE, SAVED);
    const good = JSON.parse(readFileSync(file(), 'utf8')) as { routings: object };
    const strange = { id: 'PN2', before: { of: 'a newer release' } };
    writeFileSync(file(), JSON.stringify({ ...good, routings: { ...good.routings, '+2': strange, '+4': strange } }));
    const kept = createKeptLog();
    const routings = await reopen(kept.log);
    expect(routings).toMatchObject({ setAside: null, unreadable: 2 });
    expect(kept.codes()).toEqual(['saved-routings.unreadable']);
    expect([...routings.all().keys()]).toEqual([LINE]);
    await routings.save('+3', SAVED);
    await routings.save('+4', SAVED);
    await routings.forget('+4');
    const stored = JSON.parse(readFileSync(file(), 'utf8')) as { routings: object };
    expect(stored.routings).toEqual({ [LINE]: SAVED, '+2': strange, '+3': SAVED });
  });

  it('of a newer release are refused in words, and left as they are', async () => {
    const newer = JSON.stringify({ format: 2, routings: {}, more: true });
    writeFileSync(file(), newer);
    await expect(reopen()).rejects.toThrow(/written by a newer Switchboard\. Update Switchboard/);
    expect(readFileSync(file(), 'utf8')).toBe(newer);
    expect(readdirSync(folder)).toEqual([SAVED_ROUTINGS_FILE]);
  });
});
