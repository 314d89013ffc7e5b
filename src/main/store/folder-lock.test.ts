import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import holderPath from './folder-holder.fixture?modulePath';
import { FolderInUse, lockFolder } from './folder-lock';
import { createFolder, createKeptLog } from './store.fixture';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

function newFolder(): string {
  const made = createFolder();
  cleanups.push(made.remove);
  return made.folder;
}

function lock(folder: string, { log } = createKeptLog()): () => void {
  const release = lockFolder({ folder, mode: 'desktop', log });
  cleanups.push(release);
  return release;
}

describe('the lock of the data folder', () => {
  it('refuses a second process in words that name the first, and is free once that was killed', async () => {
    const folder = newFolder();
    const holder = spawn(process.execPath, [holderPath, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    cleanups.push(() => holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    expect(() => lock(folder)).toThrow(FolderInUse);
    expect(() => lock(folder)).toThrow(
      `Another Switchboard (serve mode, process ${String(holder.pid)}) uses the data folder ${folder}.`,
    );
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lock(folder);
  });

  it('is given back, and makes a folder that is not there', () => {
    const folder = path.join(newFolder(), 'below');
    lock(folder)();
    lock(folder);
  });

  it('leaves it to the journal to tell what else is wrong with the folder', () => {
    const file = path.join(newFolder(), 'file');
    writeFileSync(file, '');
    const kept = createKeptLog();
    lock(file, kept)();
    expect(kept.codes()).toEqual([]);
  });
});
