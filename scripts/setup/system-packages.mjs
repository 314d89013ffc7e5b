import { spawnSync } from 'node:child_process';

/**
 * @typedef {{ names: string[], reason: string }} Needed
 */

/**
 * Packages of Debian and Ubuntu that the tests need; several names are the same package in different releases.
 * @type {Needed[]}
 */
export const NEEDED = [
  { names: ['xvfb'], reason: 'a display where there is none' },
  { names: ['xauth'], reason: 'access to that display' },
  { names: ['libgtk-3-0', 'libgtk-3-0t64'], reason: 'windows of Electron' },
  { names: ['libnss3'], reason: 'certificates in Electron' },
  { names: ['libasound2', 'libasound2t64'], reason: 'sound in Electron' },
  { names: ['libgbm1'], reason: 'drawing in Electron' },
  { names: ['libxss1'], reason: 'idle time in Electron' },
  { names: ['libnotify4'], reason: 'notifications of Electron' },
  { names: ['libsecret-1-0'], reason: 'access to a key store' },
  { names: ['dbus'], reason: 'a session bus for the key store' },
  { names: ['gnome-keyring'], reason: 'a key store, for the tests of the vault' },
  {
    names: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable'],
    reason: 'the browser of the browser tests',
  },
];

/** True if this system has Debian packages and the programs to read and install them. */
export function hasApt() {
  return succeeds('dpkg-query', ['--version']) && succeeds('apt-get', ['--version']);
}

/** Lists the needed packages that are not installed; empty without apt, where it cannot be known. */
export function missingPackages() {
  return hasApt() ? NEEDED.filter(({ names }) => !names.some(isInstalled)) : [];
}

/** Picks the name by which this release knows a package. Needs the package lists (`apt-get update`). */
export function resolveName({ names }) {
  return names.find(isKnown) ?? names[0];
}

/** Lists the packages that `apt-get install` would add besides `names`. */
export function dependenciesOf(names) {
  const { status, stdout } = apt(['install', '--simulate', '--no-install-recommends', ...names]);
  if (status !== 0) return [];
  const installed = [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
  return installed.filter((name) => !names.includes(name));
}

/** Runs apt-get without questions and returns its output. */
export function apt(args) {
  return spawnSync('apt-get', ['-q', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
}

function isInstalled(name) {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
  return status === 0 && stdout.endsWith('install ok installed');
}

function isKnown(name) {
  const { stdout } = spawnSync('apt-cache', ['show', '--no-all-versions', name], { encoding: 'utf8' });
  return stdout?.includes('Package: ') ?? false;
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
