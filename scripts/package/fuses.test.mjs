import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkFuses, readFuses } from './fuses.mjs';

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

it('passes nothing where nothing was packed', () => {
  const outDir = mkdtempSync(path.join(os.tmpdir(), 'switchboard-fuses-'));
  folders.push(outDir);
  expect(() => checkFuses(outDir, {})).toThrow('no packed app');
});
