import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Source files of one folder, those of its subfolders not counted. */
const MAX_FILES = 20;
/** A file shorter than this, with one importer, is part of that importer, unless both together would be long. */
const MIN_LINES = 40;
/** Nine of ten files are not longer. */
const LONG_LINES = 250;
const MAX_LINES = 400;
/** The entries of `src/main` and what both stand on. */
const MAIN_ROOT = ['compose.ts', 'config.ts', 'index.ts', 'log.ts', 'serve.ts'];

const TEST = /\.(?:test|fixture|bench)\.tsx?$/;
/** Entries of a thread, of an audio worklet, and of the page's first chunk. */
const LOADED_BY_PATH = /(?:worker|worklet|zod-jitless)\.ts$/;
const IMPORT = /\bfrom\s+'(\.[^']+)'|\bimport\s*\(?\s*'(\.[^']+)'/g;

const all = ['src', 'test', 'bench', 'e2e'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.join(folder, file)),
);
const sources = all.filter((file) => file.startsWith(`src${path.sep}`) && !TEST.test(file));
const code = new Map(all.map((file) => [file, readFileSync(file, 'utf8')]));
const linesOf = (file) => (code.get(file)?.split('\n').length ?? 1) - 1;

it('a folder holds at most 20 source files', () => {
  const counts = new Map();
  for (const file of sources) counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
  expect([...counts].filter(([, count]) => count > MAX_FILES)).toEqual([]);
});

it('the root of src/main holds five files', () => {
  const root = sources.filter((file) => path.dirname(file) === path.join('src', 'main'));
  expect(root.map((file) => path.basename(file)).sort()).toEqual(MAIN_ROOT);
});

it('files have at most 400 lines, the median 90, nine of ten 250', () => {
  const lengths = sources.map(linesOf).sort((one, other) => one - other);
  const at = (share) => lengths[Math.floor(lengths.length * share)];
  expect(at(0.5)).toBeLessThanOrEqual(90);
  expect(at(0.9)).toBeLessThanOrEqual(LONG_LINES);
  expect(lengths.at(-1)).toBeLessThanOrEqual(MAX_LINES);
});

it('a short file with one importer is a port, a law with its own test, a component, an entry or the door of its room', () => {
  const mergeable = [...importersOf()].filter(
    ([file, importers]) =>
      importers.size === 1 &&
      linesOf(file) < MIN_LINES &&
      !file.endsWith('.tsx') &&
      !existsSync(file.replace(/\.ts$/, '.test.ts')) &&
      !LOADED_BY_PATH.test(file) &&
      roomOf(file) !== roomOf(path.join('src', 'main', 'ports', 'ports.ts')) &&
      roomOf(file) !== 'src/main' &&
      [...importers].every(
        (importer) => roomOf(importer) === roomOf(file) && linesOf(importer) + linesOf(file) <= LONG_LINES,
      ),
  );
  expect(mergeable.map(([file, importers]) => `${file} belongs into ${[...importers].join()}`)).toEqual([]);
});

/** The first folder below a process, `src/main/store`: what it shows to one reader outside is a door. */
function roomOf(file) {
  return path.dirname(file).split(path.sep).slice(0, 3).join('/');
}

/** The source files that import each file; a file that nothing imports is absent. */
function importersOf() {
  const importers = new Map();
  for (const file of sources) {
    for (const [, from, called] of code.get(file)?.matchAll(IMPORT) ?? []) {
      const stem = path.join(path.dirname(file), (from ?? called ?? '').replace(/\?.*$/, ''));
      const target = [stem, `${stem}.ts`, `${stem}.tsx`].find((each) => code.has(each));
      if (target === undefined) continue;
      const known = importers.get(target) ?? new Set();
      importers.set(target, known.add(file));
    }
  }
  return importers;
}
