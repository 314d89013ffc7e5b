import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkIntegrity } from './registry-runtime.mjs';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-runtime-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('takes a file that is what it should be, and no other', async () => {
  const file = path.join(folder, 'package.tgz');
  await writeFile(file, 'the runtime');
  const integrity = `sha512-${createHash('sha512').update('the runtime').digest('base64')}`;
  await expect(checkIntegrity(file, integrity)).resolves.toBeUndefined();
  await writeFile(file, 'the runtime, and something else');
  await expect(checkIntegrity(file, integrity)).rejects.toThrow('package.tgz is not what it should be');
});
