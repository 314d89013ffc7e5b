import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Root of the repository: the folder that Electron opens and the build lies in. */
export const REPOSITORY = path.resolve(__dirname, '..');

/** Candidates for a Chromium. The headless shell comes first: it draws no window and uses a third less of the processor. */
const CHROMIUM_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** True for root, who cannot use Chromium's sandbox; everybody else keeps it. */
export const IS_ROOT = process.getuid?.() === 0;

/**
 * Finds a Chromium: SWITCHBOARD_CHROMIUM, or the usual places. Undefined stands for Playwright's own, if it is installed.
 */
export function findChromium(): string | undefined {
  return process.env['SWITCHBOARD_CHROMIUM'] ?? CHROMIUM_PATHS.find((file) => existsSync(file));
}

/** Finds the Electron that `npm start` would use. Rejects with the reasons when there is none. */
export async function findElectron(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(REPOSITORY, 'scripts/electron.mjs')]);
  return stdout.trim();
}
