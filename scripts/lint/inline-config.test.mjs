import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = /\.(?:[cm]?js|tsx?)$/;

/** Comments that oxlint obeys. It is told to ignore ESLint's in oxlint.config.mjs. */
const DIRECTIVE = /(?:\/\/|\/\*)\s*oxlint-(?:disable|enable)/;

it('no file turns a lint rule off by a comment', () => {
  const folders = ['src', 'test', 'e2e', 'bench', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
  );
  const sources = [...readdirSync('.'), ...folders].filter((file) => SOURCE.test(file));
  expect(sources.filter((file) => DIRECTIVE.test(readFileSync(file, 'utf8')))).toEqual([]);
});
