import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const DEFECTS = 36;

const page = readFileSync(path.join(REPOSITORY, 'docs/defects-not-repeated.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.includes('| -- |'));

/** Tests that a row names: `file` › name, with a line break between two. */
function testsOf(row) {
  const named = row.split('|').at(-2) ?? '';
  return named.split('<br>').map((test) => /^\s*`(?<file>[^`]+)` › (?<name>.+?)\s*$/.exec(test)?.groups);
}

it('the page of defects has a row for each of them', () => {
  const numbers = rows.map((row) => Number(/^\| (\d+) \|/.exec(row)?.[1])).filter((number) => !Number.isNaN(number));
  expect(numbers).toEqual(Array.from({ length: DEFECTS }, (_, index) => index + 1));
});

it('each test that the page of defects names is there', () => {
  const named = rows.filter((row) => row.includes('›')).flatMap(testsOf);
  expect(named.length).toBeGreaterThan(DEFECTS);
  const missing = named.filter((test) => {
    if (test === undefined) return true;
    const file = path.join(REPOSITORY, /^(?:e2e|test)\//.test(test.file) ? '' : 'src', test.file);
    return !existsSync(file) || !readFileSync(file, 'utf8').includes(test.name);
  });
  expect(missing).toEqual([]);
});
