import { spawnSync } from 'node:child_process';
import { missingPackages, resolveNames } from './check/system-packages.mjs';

const missing = missingPackages();
if (missing.length > 0) install(missing);
await import('./check.mjs');

/** Installs what the tests need of the system where that is allowed; otherwise says what to install, and the tests go on. */
function install(packages) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) {
    console.log(
      `The tests need packages that are not here. To install them:\n  sudo apt-get install -y ${resolveNames(packages).join(' ')}\n`,
    );
    return;
  }
  apt(['update']);
  const names = resolveNames(packages);
  console.log(`Installing what the tests need: ${names.join(' ')}`);
  apt(['install', '-y', '--no-install-recommends', ...names]);
}

function apt(args) {
  const { status, stderr } = spawnSync('apt-get', ['-q', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) console.log(`apt-get ${args[0]} failed:\n${stderr}`);
}
