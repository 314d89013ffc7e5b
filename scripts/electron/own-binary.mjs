import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Timeouts of the check that the download is reachable, and of the download itself; ms. */
const PROBE_LIMIT_MS = 5_000;
const DOWNLOAD_LIMIT_MS = 300_000;

/**
 * Returns the folder of the Electron that package.json pins, downloading it with its own installer if reachable. Throws if
 * not.
 */
export async function ownBinary({ say = (_line) => {} } = {}) {
  const home = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  if (!installed(home)) {
    await probe(home);
    say('downloading the Electron that package.json pins, once');
    await run(process.execPath, [path.join(home, 'install.js')], { timeout: DOWNLOAD_LIMIT_MS });
  }
  const executablePath = installed(home);
  if (!executablePath) throw new Error('its installer left no binary');
  return { dir: path.join(home, 'dist'), executablePath };
}

function installed(home) {
  const pathFile = path.join(home, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const file = path.join(home, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(file) ? file : undefined;
}

/**
 * Checks that the download is reachable. A mirror named in the environment is not checked: only the installer can talk to
 * it.
 */
async function probe(home) {
  if (Object.keys(process.env).some((name) => /electron_(?:config_cache|mirror)/i.test(name))) return;
  const { version, repository } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
  const url = `${repository}/releases/download/v${version}/SHASUMS256.txt`;
  const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
  if (!response.ok) throw new Error(`the download answers ${response.status}`);
}
