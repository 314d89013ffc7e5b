import { fileURLToPath } from 'node:url';
import { apt, dependenciesOf, hasApt, missingPackages, NEEDED, resolveName } from './setup/system-packages.mjs';

const LINE_WIDTH = 120;

/**
 * Installs the system packages that the tests need, as root with apt, after naming each of them. Elsewhere it prints the
 * command to run. Returns true if everything that can be checked is installed.
 */
export function setUp() {
  if (!hasApt()) {
    if (process.platform === 'linux') console.log(`Set-up knows apt alone. The tests need: ${namesOf(NEEDED)}.`);
    return true;
  }
  const missing = missingPackages();
  if (missing.length === 0) {
    console.log('Set-up: every system package that the tests need is installed.');
    return true;
  }
  return process.getuid?.() === 0 ? install(missing) : advise(missing);
}

function install(missing) {
  console.log('Set-up: reading the package lists (apt-get update).');
  const update = apt(['update']);
  if (update.status !== 0) console.log(`Set-up: apt-get update failed, so its lists may be old:\n${update.stderr}`);
  const names = missing.map(resolveName);
  console.log('Set-up: installing what the tests need:');
  missing.forEach(({ reason }, at) => console.log(`  ${names[at].padEnd(20)} ${reason}`));
  const others = dependenciesOf(names);
  if (others.length > 0) console.log(`with the ${others.length} packages that these depend on:\n${wrap(others)}`);
  const { status, stderr } = apt(['install', '-y', '--no-install-recommends', ...names]);
  if (status === 0 && missingPackages().length === 0) {
    console.log('Set-up: done.\n');
    return true;
  }
  console.log(`Set-up failed: not installed are ${namesOf(missingPackages())}.\n${stderr}`);
  return false;
}

function advise(missing) {
  const names = missing.map(resolveName).join(' ');
  console.log(`Set-up may not install packages here. The tests need some that are missing; to install them:\n
  sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ${names}'\n`);
  return false;
}

function namesOf(packages) {
  return packages.map(({ names }) => names[0]).join(', ');
}

/** Wraps words into indented lines. */
function wrap(words) {
  const lines = [' '];
  for (const word of words) {
    if (`${lines.at(-1)} ${word}`.length > LINE_WIDTH) lines.push(' ');
    lines[lines.length - 1] += ` ${word}`;
  }
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = setUp() ? 0 : 1;
