import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

const IMPORT =
  /(?:^import\s+|^(?:import|export)\b[^;']*?\bfrom\s+|\bimport\(\s*)'((?:@[\w-]+\/)?[a-z][\w.-]*(?:[/:][^']*)?)'/gm;
const NOT_SHIPPED = /\.(?:test|fixture)\.tsx?$/;
const NOTICE = /^(?:licen[cs]e|copying|notice)(?:[-.]|$)/i;
/** Made by the build, read by the page. */
const FILE = 'licences.json';

/** Writes the licence notices of all that ships into `resources` and beside the built page. */
export function writeLicences(root = process.cwd()) {
  const text = JSON.stringify(collectLicences(root));
  for (const folder of ['resources', 'out/renderer']) {
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, FILE), text);
  }
}

/**
 * Collects `{ name, version, licence, text }` of every package that the product imports or loads, and of what those depend on.
 * Throws when one has no licence. Electron brings the notices of Chromium itself.
 */
export function collectLicences(root) {
  const { dependencies = {} } = readPackage(root);
  const found = new Map();
  const waiting = [...new Set([...Object.keys(dependencies), ...importedPackages(path.join(root, 'src'))])].map(
    (name) => ({ name, from: root, isOptional: false }),
  );
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const folder = folderOf(next.name, next.from);
    if (folder === undefined) {
      if (next.isOptional) continue;
      throw new Error(`The licence of ${next.name} cannot be read: the package is not installed`);
    }
    if (found.has(folder)) continue;
    const about = readPackage(folder);
    found.set(folder, entryOf(folder, about));
    // Electron needs its dependencies to be installed, not to run.
    if (about.name === 'electron') continue;
    for (const name of Object.keys(about.dependencies ?? {}))
      waiting.push({ name, from: folder, isOptional: about.optionalDependencies?.[name] !== undefined });
    for (const name of [...Object.keys(about.optionalDependencies ?? {}), ...Object.keys(about.peerDependencies ?? {})])
      waiting.push({ name, from: folder, isOptional: true });
  }
  const unique = new Map([...found.values()].map((entry) => [`${entry.name} ${entry.version}`, entry]));
  return [...unique.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Names the packages that the sources import, apart from tests, fixtures and the gallery. */
function importedPackages(source) {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !NOT_SHIPPED.test(file))
    .filter((file) => !file.startsWith(path.join('renderer', 'gallery')))
    .flatMap((file) => [...readFileSync(path.join(source, file), 'utf8').matchAll(IMPORT)])
    .map(([, specifier]) => specifier)
    .filter((specifier) => !isBuiltin(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
}

/** Finds the folder of a package as Node does: in the nearest `node_modules` above. */
function folderOf(name, from) {
  for (let at = from; ; at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name);
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (at === path.dirname(at)) return undefined;
  }
}

function readPackage(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

function entryOf(folder, { name, version, license, licenses, author }) {
  const licence = nameOf(license) ?? nameOf(licenses?.[0]);
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && NOTICE.test(entry.name))
    .map((entry) => readFileSync(path.join(folder, entry.name), 'utf8').trim());
  if (licence === undefined && texts.length === 0)
    throw new Error(`${name} ${version} has no licence: ask its authors, or do without it`);
  const holder = typeof author === 'string' ? author : author?.name;
  const text = texts.length > 0 ? texts.join('\n\n') : `Licence: ${licence}. Author: ${holder ?? 'not named'}.`;
  return { name, version, licence: licence ?? 'see its text', text };
}

function nameOf(license) {
  return typeof license === 'string' ? license : license?.type;
}
