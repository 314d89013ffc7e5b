import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** The repository: what Electron opens and where the build lies. */
export const REPOSITORY = path.resolve(__dirname, '..');

/** The headless shell first: it draws no window and takes a third less of the processor. */
const CHROMIUM_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Root cannot have Chromium's sandbox; everybody else keeps it. */
export const IS_ROOT = process.getuid?.() === 0;

/** A Chromium of this machine: SWITCHBOARD_CHROMIUM or the usual places. Undefined: Playwright's own, if it was installed. */
export function findChromium(): string | undefined {
  return process.env['SWITCHBOARD_CHROMIUM'] ?? CHROMIUM_PATHS.find((file) => existsSync(file));
}

/** The Electron that `npm start` would use. Rejects with the reasons when there is none. */
export async function findElectron(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(REPOSITORY, 'scripts/electron.mjs')]);
  return stdout.trim();
}
