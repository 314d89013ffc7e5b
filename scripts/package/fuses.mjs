import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  'wasmTrapHandlers',
];

/** Wanted states of the fuses that electron-builder does not know yet. Tools run in WebAssembly, which traps make quick. */
export const FURTHER_FUSES = { wasmTrapHandlers: true };

const MAC_BINARY = 'Switchboard.app/Contents/Frameworks/Electron Framework.framework/Electron Framework';

/**
 * Reads the fuses of an Electron binary by name: on or off. Throws when the file has none, or one that is not known here. Of a
 * binary for two processors, both halves must agree.
 */
export function readFuses(file) {
  const [first, ...others] = wiresOf(file, readFileSync(file)).map(({ wire }) => wire);
  if (others.some((wire) => wire !== first)) throw new Error(`${file} has different fuses in each of its halves`);
  if (first.length > FUSES.length)
    throw new Error(`${file} has ${first.length} fuses, and only ${FUSES.length} are known: add the new ones to FUSES`);
  return Object.fromEntries(FUSES.slice(0, first.length).map((name, place) => [name, first[place] === '1']));
}

/** Sets fuses of an Electron binary by name. Throws when it lacks one of them. */
export function setFuses(file, wanted) {
  const binary = readFileSync(file);
  for (const { at, wire } of wiresOf(file, binary)) {
    for (const [name, isOn] of Object.entries(wanted)) {
      const place = FUSES.indexOf(name);
      if (place < 0 || place >= wire.length) throw new Error(`${file} has no fuse ${name}`);
      binary.write(isOn ? '1' : '0', at + place, 'latin1');
    }
  }
  writeFileSync(file, binary);
}

/** Finds the fuses of each processor a binary is for: their place and their states. */
function wiresOf(file, binary) {
  const wires = [];
  for (let found = binary.indexOf(SENTINEL); found >= 0; found = binary.indexOf(SENTINEL, found + 1)) {
    const [version, length] = binary.subarray(found + SENTINEL.length);
    if (version !== WIRE_VERSION) throw new Error(`${file} has fuses of version ${version}, not ${WIRE_VERSION}`);
    const at = found + SENTINEL.length + 2;
    wires.push({ at, wire: binary.toString('latin1', at, at + length) });
  }
  if (wires.length === 0) throw new Error(`${file} has no fuses: it is no Electron`);
  return wires;
}

/** Throws unless each packed app below `outDir` has the wanted fuses and no other. Returns the binaries it checked. */
export function checkFuses(outDir, wanted) {
  const binaries = packedBinaries(outDir);
  if (binaries.length === 0) throw new Error(`${outDir} holds no packed app`);
  for (const file of binaries) {
    const found = readFuses(file);
    const wrong = Object.entries(wanted).filter(([name, isOn]) => name in found && found[name] !== isOn);
    const missing = Object.keys(wanted).filter((name) => !(name in found));
    const undecided = Object.keys(found).filter((name) => !(name in wanted));
    if (undecided.length > 0) throw new Error(`${file} has fuses that nobody decided on: ${undecided.join(', ')}`);
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
    return /^mac|^(?:win|linux).*unpacked$/.test(name) ? [packedBinary(folder)] : [];
  });
}

/** File of a packed app, by its folder, that contains Electron. */
export function packedBinary(folder) {
  const name = path.basename(folder);
  if (name.startsWith('mac')) return path.join(folder, MAC_BINARY);
  return path.join(folder, name.startsWith('win') ? 'Switchboard.exe' : 'switchboard');
}
