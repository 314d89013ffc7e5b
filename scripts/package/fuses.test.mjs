import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkFuses, FURTHER_FUSES, readFuses, setFuses } from './fuses.mjs';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

const folders = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** Creates a packed app whose binary has this fuse wire. */
function packed(wire, version = 1) {
  const outDir = mkdtempSync(path.join(os.tmpdir(), 'switchboard-fuses-'));
  folders.push(outDir);
  mkdirSync(path.join(outDir, 'linux-unpacked'));
  const file = path.join(outDir, 'linux-unpacked/switchboard');
  writeFileSync(
    file,
    Buffer.concat([
      Buffer.alloc(5000, 1),
      Buffer.from(SENTINEL),
      Buffer.from([version, wire.length]),
      Buffer.from(`${wire}rest`),
    ]),
  );
  return { outDir, file };
}

it('reads the fuses of a binary, removed ones as off', () => {
  expect(readFuses(packed('01r').file)).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
  });
  expect(() => readFuses(packed('01', 2).file)).toThrow('fuses of version 2');
});

it('passes an app that has what was asked for, and names what another lacks', () => {
  const wanted = { runAsNode: false, enableCookieEncryption: true };
  const good = packed('01');
  expect(checkFuses(good.outDir, wanted)).toEqual([good.file]);
  expect(() => checkFuses(packed('11').outDir, wanted)).toThrow('it should: runAsNode');
  expect(() => checkFuses(packed('0').outDir, wanted)).toThrow('it should: enableCookieEncryption');
});

it('refuses an app with a fuse that nobody decided on, and one with more fuses than are known', () => {
  expect(() => checkFuses(packed('011').outDir, { runAsNode: false, enableCookieEncryption: true })).toThrow(
    'nobody decided on: enableNodeOptionsEnvironmentVariable',
  );
  expect(() => readFuses(packed('0000000000').file)).toThrow('has 10 fuses, and only 9 are known');
});

it('sets the ninth in each half of a binary, and nothing else', () => {
  const { file } = packed('011011000');
  const before = readFileSync(file);
  writeFileSync(file, Buffer.concat([before, before]));
  setFuses(file, FURTHER_FUSES);
  expect(Object.values(readFuses(file))).toEqual([...'011011001'].map((state) => state === '1'));
  expect(readFileSync(file).filter((byte, at) => byte !== Buffer.concat([before, before])[at])).toHaveLength(2);
  expect(() => setFuses(packed('01101100').file, FURTHER_FUSES)).toThrow('has no fuse wasmTrapHandlers');
});

it('passes nothing where nothing was packed', () => {
  const outDir = mkdtempSync(path.join(os.tmpdir(), 'switchboard-fuses-'));
  folders.push(outDir);
  expect(() => checkFuses(outDir, {})).toThrow('no packed app');
});
