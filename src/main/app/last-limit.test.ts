import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import stuckPath from './last-limit.fixture?modulePath';

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function start(how: 'stuck' | 'journal' | 'busy' | 'free'): ChildProcess {
  const folder = mkdtempSync(path.join(tmpdir(), 'last-limit-'));
  folders.push(folder);
  const child = spawn(process.execPath, [stuckPath, how, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

it.each(['stuck', 'journal', 'busy'] as const)(
  'ends a process whose exit would never come: %s',
  async (how) => {
    expect(await once(start(how), 'exit')).toEqual([null, 'SIGKILL']);
  },
  30_000,
);

it('leaves a process alone that ends in time', async () => {
  expect(await once(start('free'), 'exit')).toEqual([0, null]);
}, 30_000);
