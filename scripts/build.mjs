import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLicences } from './build/licences.mjs';
import { findElectron } from './electron.mjs';
import { BORROWED_LEVEL } from './sandbox/build-level.mjs';

const ELECTRON_VITE = path.resolve('node_modules/electron-vite/bin/electron-vite.js');

/**
 * Builds `out/` for `electron`, or for release when that is undefined, with the licence notices of what is in it. Resolves with the
 * exit code of the bundler.
 */
export async function build(electron) {
  const code = await bundle(electron);
  if (code === 0) writeLicences();
  return code;
}

function bundle(electron) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [ELECTRON_VITE, 'build', '--logLevel', 'warn'], {
      stdio: 'inherit',
      env: buildEnvironment(electron),
    });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Environment of a bundler for `electron`: only the borrowed runtime gets the lower language level. */
export function buildEnvironment(electron, environment = process.env) {
  const rest = Object.entries(environment).filter(([name]) => !(name in BORROWED_LEVEL));
  return { ...Object.fromEntries(rest), ...(electron?.isBorrowed ? BORROWED_LEVEL : {}) };
}

/**
 * `npm run build` targets the Electron that runs here. With `--served` it targets plain Node and a browser, and looks for no
 * Electron.
 */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isServed = process.argv.includes('--served');
  process.exitCode = await build(isServed ? undefined : await findElectron().catch(() => undefined));
}
