import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collectLicences, writeLicences } from './licences.mjs';

let root;
beforeEach(() => (root = mkdtempSync(path.join(os.tmpdir(), 'switchboard-licences-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(file, text) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), typeof text === 'string' ? text : JSON.stringify(text));
}

/** Makes a product that imports one package, loads another, and has a third for its tests. */
function product() {
  write('package.json', { dependencies: { native: '1' } });
  write('src/page.tsx', "import '@scope/styles/main.css';\nimport fs from 'node:fs';\nimport { x } from './x';\n");
  write('src/page.test.ts', "import { test } from 'tester';\n");
  write('node_modules/native/package.json', { name: 'native', version: '1.0.0', license: 'MIT', author: 'A. Uthor' });
  write('node_modules/@scope/styles/package.json', {
    name: '@scope/styles',
    version: '2.0.0',
    license: 'BSD-2-Clause',
    dependencies: { deep: '3', absent: '1' },
    optionalDependencies: { absent: '1' },
  });
  write('node_modules/@scope/styles/LICENSE', 'Copyright S.\n');
  write('node_modules/@scope/styles/NOTICE.md', 'Noticed.\n');
  write('node_modules/@scope/styles/node_modules/deep/package.json', {
    name: 'deep',
    version: '3.1.0',
    license: 'ISC',
  });
}

it('names what is imported, what is loaded and what those depend on, each with its notices', () => {
  product();
  writeLicences(root);
  const written = ['resources', 'out/renderer'].map((at) => readFileSync(path.join(root, at, 'licences.json'), 'utf8'));
  expect(written[0]).toBe(written[1]);
  expect(JSON.parse(written[0])).toEqual([
    { name: '@scope/styles', version: '2.0.0', licence: 'BSD-2-Clause', text: 'Copyright S.\n\nNoticed.' },
    { name: 'deep', version: '3.1.0', licence: 'ISC', text: 'Licence: ISC. Author: not named.' },
    { name: 'native', version: '1.0.0', licence: 'MIT', text: 'Licence: MIT. Author: A. Uthor.' },
  ]);
});

it('refuses a package without a licence, and one that is not installed', () => {
  product();
  write('node_modules/native/package.json', { name: 'native', version: '1.0.0' });
  expect(() => collectLicences(root)).toThrow('native 1.0.0 has no licence');
  rmSync(path.join(root, 'node_modules/native'), { recursive: true });
  expect(() => collectLicences(root)).toThrow('native cannot be read: the package is not installed');
});

it('finds those of this product', () => {
  const names = collectLicences(process.cwd()).map(({ name }) => name);
  for (const name of ['react', '@mantine/core', 'twilio', 'libsql', '@ngrok/ngrok', 'zod'])
    expect(names).toContain(name);
  for (const name of ['vitest', 'oxlint', 'prettier', 'electron-builder']) expect(names).not.toContain(name);
});
