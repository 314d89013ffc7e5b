import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/** A desktop session's key store: gnome-keyring on a D-Bus of its own. */
export interface Keyring {
  /** Environment of a program in that session. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export interface KeyringOptions {
  /** Folder that keeps the keyring between sessions; created when missing. */
  readonly folder: string;
  readonly isLocked?: boolean;
}

const PASSWORD = 'correct horse';
const READY_LIMIT_MS = 90_000;
const POLL_MS = 50;

/** Environment without a session bus, and so without a key store. */
export const NO_KEYRING = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };

/**
 * Starts the keyring of a folder. Its sockets lie elsewhere, since their paths must be short. Needs the Debian packages dbus
 * and gnome-keyring; rejects when they are missing.
 */
export async function startKeyring({ folder, isLocked = false }: KeyringOptions): Promise<Keyring> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { PATH = '' } = process.env;
  const runtimeFolder = mkdtempSync(path.join(os.tmpdir(), 'keyring-'));
  const own = { PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: runtimeFolder };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address'], {
    env: own,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await firstLine(bus, bus.stdout)) as [string];
  const environment = { DBUS_SESSION_BUS_ADDRESS: address };
  const unlocks = isLocked ? [] : ['--unlock'];
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...unlocks], {
    env: { ...own, ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.on('error', () => undefined);
  daemon.stdin.end(PASSWORD);
  await isServing({ ...own, ...environment });
  return {
    environment,
    close: async () => {
      for (const child of [daemon, bus]) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(runtimeFolder, { recursive: true, force: true });
    },
  };
}

async function firstLine(child: ChildProcess, output: Readable): Promise<unknown[]> {
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('dbus-daemon ended before it listened')));
  return Promise.race([once(createInterface(output), 'line'), failed]);
}

/** Polls until the key store is on the bus: there is no event for it. */
async function isServing(env: Readonly<Record<string, string>>): Promise<void> {
  const question = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const asked = [...question, 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  const deadline = performance.now() + READY_LIMIT_MS;
  while (performance.now() < deadline) {
    const { stdout } = await promisify(execFile)('dbus-send', asked, { env });
    if (stdout.includes('boolean true')) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error('gnome-keyring-daemon did not come up');
}
