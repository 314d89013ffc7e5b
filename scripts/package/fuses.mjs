import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Marker before the fuses in every Electron binary. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;

/** Names of the fuses of that version, in their order on the wire. */
const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];

const MAC_BINARY = 'Switchboard.app/Contents/Frameworks/Electron Framework.framework/Electron Framework';

/** Reads the fuses of an Electron binary by name: on or off. Throws when the file has none, or an unknown kind. */
export function readFuses(file) {
  const binary = readFileSync(file);
  const at = binary.indexOf(SENTINEL);
  if (at < 0) throw new Error(`${file} has no fuses: it is no Electron`);
  const [version, length] = binary.subarray(at + SENTINEL.length);
  if (version !== WIRE_VERSION) throw new Error(`${file} has fuses of version ${version}, not ${WIRE_VERSION}`);
  const wire = binary.toString('latin1', at + SENTINEL.length + 2, at + SENTINEL.length + 2 + length);
  return Object.fromEntries(FUSES.slice(0, length).map((name, place) => [name, wire[place] === '1']));
}

/** Throws unless each packed app below `outDir` has the wanted fuses. Returns the binaries it checked. */
export function checkFuses(outDir, wanted) {
  const binaries = packedBinaries(outDir);
  if (binaries.length === 0) throw new Error(`${outDir} holds no packed app`);
  for (const file of binaries) {
    const found = readFuses(file);
    const wrong = Object.entries(wanted).filter(([name, isOn]) => name in found && found[name] !== isOn);
    const missing = Object.keys(wanted).filter((name) => !(name in found));
    if (wrong.length + missing.length > 0)
      throw new Error(
        `${file} has not the fuses it should: ${[...wrong.map(([name]) => name), ...missing].join(', ')}`,
      );
  }
  return binaries;
}

/** Files of the packed apps that contain Electron: the executable or, on macOS, the framework. */
function packedBinaries(outDir) {
  return readdirSync(outDir).flatMap((name) => {
    const folder = path.join(outDir, name);
    if (name.startsWith('mac')) return [path.join(folder, MAC_BINARY)];
    if (/^win.*unpacked$/.test(name)) return [path.join(folder, 'Switchboard.exe')];
    if (/^linux.*unpacked$/.test(name)) return [path.join(folder, 'switchboard')];
    return [];
  });
}
