import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { buildEnvironment } from '../build.mjs';

/** Builds a module of the newest syntax as main, preload and page for `electron`, in the environment `before`. */
async function builtFor(electron, before = process.env) {
  const env = buildEnvironment(electron, before);
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/build/fixtures/build-levels.mjs'], { env });
  return JSON.parse(stdout);
}

const SETS_OF_LETTERS = '/[a-z--b]/v';
const DISPOSAL = /\busing [\w$]+=/;

it('ships what Electron 45 reads, main and page as their oldest Node and browsers do', async () => {
  const leftOver = { ...process.env, SWITCHBOARD_BUILD_NODE: 'node18.15', SWITCHBOARD_BUILD_CHROMIUM: 'chrome114' };
  const { main, preload, renderer } = await builtFor({ isBorrowed: false }, leftOver);
  expect(preload).toMatch(DISPOSAL);
  expect(preload).toContain(SETS_OF_LETTERS);
  for (const text of [main, renderer]) {
    expect(text).not.toMatch(DISPOSAL);
    expect(text).toContain(SETS_OF_LETTERS);
  }
  expect(renderer).not.toContain('-webkit-background-clip');
  expect(buildEnvironment(undefined, leftOver)).toEqual(buildEnvironment({ isBorrowed: false }, leftOver));
});

it('lowers a build for the borrowed runtime', async () => {
  const { main, preload, renderer } = await builtFor({ isBorrowed: true });
  for (const text of [main, preload]) {
    expect(text).not.toMatch(DISPOSAL);
    expect(text).not.toContain(SETS_OF_LETTERS);
  }
  expect(renderer).toContain('-webkit-background-clip');
});
