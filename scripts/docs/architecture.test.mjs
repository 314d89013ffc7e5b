import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const ARCHITECTURE = 'docs/architecture.md';
const PORTS = 'src/main/ports/';

const IN_REPOSITORY = /^(?:src|e2e|test|scripts)\/[\w./-]*$/;
const IMPORT = /\b(?:from|import)\s*\(?\s*'(\.[^'?]+)(?:\?[^']*)?'/g;
const ENDINGS = ['', '.ts', '.tsx', '.mjs', '.d.ts'];

/** @param {string} file */
function read(file) {
  return readFileSync(path.join(REPOSITORY, file), 'utf8');
}

/** @param {string} file */
function isThere(file) {
  return existsSync(path.join(REPOSITORY, file));
}

/** Paths in backticks, in order. @param {string} text */
function pathsIn(text) {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside = '']) => inside).filter((each) => IN_REPOSITORY.test(each));
}

/** First words of the lines in code blocks that are paths, such as the tree of rooms. @param {string} text */
function pathsInBlocks(text) {
  const lines = [...text.matchAll(/^```[^\n]*\n(.*?)^```/gms)].flatMap(([, block = '']) => block.split('\n'));
  return lines.map((line) => line.split(' ')[0] ?? '').filter((word) => IN_REPOSITORY.test(word));
}

/**
 * Numbered lists under the headings of "Paths". Each item is a hop: the first path in it, and the files it names beside that.
 * @param {string} page
 */
function hopLists(page) {
  const sections = (page.split(/^## Paths$/m)[1] ?? '').split(/^### /m).slice(1);
  return sections.flatMap((section) => {
    const [title = ''] = section.split('\n');
    const lists = section.split(/^(?=1\. )/m).slice(1);
    return lists.map((list) => {
      const items =
        list
          .split(/\n\n/)[0]
          ?.split(/^\d+\. /m)
          .slice(1) ?? [];
      const hops = items.map((item) => {
        const [file = '', ...beside] = pathsIn(item);
        return { file, beside };
      });
      return { title, hops };
    });
  });
}

/** Files of the repository that a file imports, types included. @param {string} file */
function importsOf(file) {
  if (!isThere(file)) return [];
  return [...read(file).matchAll(IMPORT)].flatMap(([, specifier = '']) => {
    const stem = path.posix.join(path.posix.dirname(file), specifier);
    return ENDINGS.map((ending) => stem + ending).filter((each) => path.extname(each) !== '' && isThere(each));
  });
}

/** @param {string} one @param {string} other */
function areLinked(one, other) {
  return importsOf(one).includes(other) || importsOf(other).includes(one);
}

/** True if two hops in a row import each other, or both the port that the second names. */
function areJoined(one, other) {
  if (areLinked(one.file, other.file)) return true;
  const ports = other.beside.filter((file) => file.startsWith(PORTS));
  return ports.some((port) => areLinked(one.file, port) && areLinked(other.file, port));
}

/** Everything that is wrong with the paths of a page; empty when they lead through. @param {string} page */
function brokenHops(page) {
  return hopLists(page).flatMap(({ title, hops }) =>
    hops.flatMap((hop, index) => {
      const before = hops[index - 1];
      const unlinked = hop.beside.filter((file) => !areLinked(hop.file, file));
      return [
        ...(isThere(hop.file) ? [] : [`${title}: there is no ${hop.file}`]),
        ...unlinked.map((file) => `${title}: ${hop.file} and ${file} do not import each other`),
        ...(before === undefined || areJoined(before, hop)
          ? []
          : [`${title}: nothing leads from ${before.file} to ${hop.file}`]),
      ];
    }),
  );
}

const page = read(ARCHITECTURE);

describe('the paths of the architecture page', () => {
  it('are three: a frame, an interruption, an operator’s act', () => {
    const lists = hopLists(page);
    expect([...new Set(lists.map(({ title }) => title))]).toEqual(['A frame', 'An interruption', "An operator's act"]);
    for (const { hops } of lists) expect(hops.length).toBeGreaterThan(2);
  });

  it('lead through files that are there and import each other', () => {
    expect(brokenHops(page)).toEqual([]);
  });

  it.each([...new Set(hopLists(page).flatMap(({ hops }) => hops.map(({ file }) => file)))])(
    'break when %s is called something else',
    (file) => {
      const renamed = page.replaceAll(`\`${file}\``, '`src/main/renamed.ts`');
      expect(brokenHops(renamed)).toContainEqual(expect.stringContaining('there is no src/main/renamed.ts'));
    },
  );

  it('break when a hop is left out', () => {
    const shortened = page.replace(/^\d+\. `src\/main\/call\/session\.ts`.*\n/m, '');
    expect(brokenHops(shortened)).toContainEqual(expect.stringContaining('nothing leads from'));
  });
});

/** @param {string} folder */
function pagesIn(folder) {
  const names = readdirSync(path.join(REPOSITORY, folder)).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => `${folder}/${name}`);
}

const pages = [...pagesIn('docs'), ...pagesIn('docs/decisions'), 'README.md', 'CONTRIBUTING.md'];

describe.each(pages)('%s', (file) => {
  it('names only files that are there', () => {
    const text = read(file);
    expect([...pathsIn(text), ...pathsInBlocks(text)].filter((each) => !isThere(each))).toEqual([]);
  });

  it('links only to pages that are there', () => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !isThere(path.posix.join(path.posix.dirname(file), link)))).toEqual([]);
  });
});
