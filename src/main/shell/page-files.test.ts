import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPageFile } from './page-files';

let home = '';
let root = '';

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'switchboard-page-'));
  root = path.join(home, 'renderer');
  await mkdir(path.join(root, 'assets'), { recursive: true });
  await mkdir(path.join(home, 'renderer-other'));
  await writeFile(path.join(root, 'index.html'), '<!doctype html>');
  await writeFile(path.join(root, 'assets/index.js'), 'void 0;');
  await writeFile(path.join(root, 'assets/notes.txt'), 'of no known kind');
  await writeFile(path.join(home, 'secret.js'), 'secret');
  await writeFile(path.join(home, 'renderer-other/secret.js'), 'secret');
  await symlink(path.join(home, 'secret.js'), path.join(root, 'link.js'));
});

afterAll(() => rm(home, { recursive: true, force: true }));

describe('readPageFile', () => {
  it('serves the page at its root', async () => {
    const page = await readPageFile(root, '/');
    expect(page).toEqual({ body: Buffer.from('<!doctype html>'), mime: 'text/html; charset=utf-8' });
  });

  it('serves files below it with their own type', async () => {
    expect((await readPageFile(root, '/assets/index.js'))?.mime).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/../renderer-other/secret.js',
    '/link.js',
    '/assets',
    '/assets/notes.txt',
    '/absent.js',
    '/%',
    '/index.html%00.js',
  ])('has nothing at %s', async (pathname) => {
    expect(await readPageFile(root, pathname)).toBeUndefined();
  });
});
