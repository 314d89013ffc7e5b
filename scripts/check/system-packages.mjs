import { spawnSync } from 'node:child_process';

/** What Electron and the browser need of Debian or Ubuntu; several names are the same package in different releases. */
const NEEDED = [
  ['xvfb'],
  ['xauth'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libnotify4'],
  ['libsecret-1-0'],
  ['dbus'],
  ['gnome-keyring'],
  ['chromium', 'chromium-browser', 'google-chrome-stable'],
];

/** The packages that are missing on this machine, each with all its names. None where there is no dpkg: then nobody here can tell. */
export function missingPackages() {
  if (!succeeds('dpkg-query', ['--version']) || !succeeds('apt-get', ['--version'])) return [];
  return NEEDED.filter((names) => !names.some(isInstalled));
}

/** The one name of each package that this release knows it by; its lists must be there (`apt-get update`). */
export function resolveNames(packages) {
  return packages.map((names) => names.find(isKnown) ?? names[0]);
}

function isInstalled(name) {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
  return status === 0 && stdout.endsWith('install ok installed');
}

function isKnown(name) {
  return (
    spawnSync('apt-cache', ['show', '--no-all-versions', name], { encoding: 'utf8' }).stdout?.includes('Package: ') ??
    false
  );
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
