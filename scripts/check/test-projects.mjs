import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TEST = /\.test\.(tsx?|mjs)$/;

/**
 * Modules that open sockets, start processes or threads, or run native code. A test that reaches one of them is a wire test.
 */
const OUTSIDE_MODULES = [
  'node:child_process',
  'node:cluster',
  'node:dgram',
  'node:dns',
  'node:http',
  'node:http2',
  'node:https',
  'node:net',
  'node:tls',
  'node:worker_threads',
  '@fastify',
  '@jitl',
  '@modelcontextprotocol',
  '@ngrok',
  '@openai',
  'fastify',
  'libsql',
  'openai',
  'twilio',
  'vite',
  'ws',
];

const BUNDLED = '?modulePath';
const IMPORT = /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;
const ENDINGS = ['', '.ts', '.tsx', '.mjs'];

/**
 * Sorts the tests of `folders` into two lists of paths, by following their imports through the whole source. `wire` tests reach
 * the world outside the process; `unit` tests are all others. Type imports are not followed, since they load nothing.
 * @param {string[]} folders
 */
export function sortTests(folders) {
  const readImports = createImportReader();
  const sorted = { unit: [], wire: [] };
  for (const file of folders.flatMap(testsIn)) sorted[reachesOutside(file, readImports) ? 'wire' : 'unit'].push(file);
  return sorted;
}

/** @param {string} folder */
function testsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => TEST.test(file))
    .map((file) => path.join(folder, file))
    .sort();
}

/** @param {string} test */
function reachesOutside(test, readImports) {
  const seen = new Set([test]);
  for (const file of seen) {
    for (const imported of readImports(file)) {
      if (isOutside(imported)) return true;
      if (imported.startsWith('.')) seen.add(resolve(file, imported) ?? file);
    }
  }
  return false;
}

/** @param {string} imported */
function isOutside(imported) {
  return (
    imported.endsWith(BUNDLED) || OUTSIDE_MODULES.some((name) => imported === name || imported.startsWith(`${name}/`))
  );
}

/** Creates a reader of a file's imports that reads each file once for all tests. */
function createImportReader() {
  /** @type {Map<string, string[]>} */
  const known = new Map();
  return (file) => {
    let imports = known.get(file);
    if (imports === undefined) {
      const source = /\.(tsx?|mjs)$/.test(file) ? readFileSync(file, 'utf8') : '';
      imports = [...source.matchAll(IMPORT)].map(([, statically, dynamically]) => statically ?? dynamically);
      known.set(file, imports);
    }
    return imports;
  };
}

/** @param {string} importer @param {string} imported */
function resolve(importer, imported) {
  const stem = path.join(path.dirname(importer), imported.replace(/\?.*$/, ''));
  return ENDINGS.map((ending) => stem + ending).find((file) => path.extname(file) !== '' && existsSync(file));
}
