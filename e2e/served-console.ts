import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { REPOSITORY } from './binaries';

/** The console as a server runs it. Addresses are as the ready line gives them. */
export interface ServedConsole {
  readonly console: string;
  readonly public: string;
  /** Asks it to end with SIGTERM. Rejects unless it ends by itself, in good order. */
  readonly stop: () => Promise<void>;
}

interface ReadyLine {
  readonly ready: true;
  readonly console: string;
  readonly public: string;
}

const STOP_LIMIT_MS = 8_000;

/** Starts the built console in a process of its own and waits for its ready line. Rejects with what it said instead. */
export async function serveConsole(
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<ServedConsole> {
  const child = spawn(process.execPath, [path.join(REPOSITORY, 'out/main/serve.js'), '--json', ...args], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-8_192)));
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = exit.then(([code, signal]) => `ended with ${String(code ?? signal)}\n${said}`);
  const line = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const [first] = await Promise.race([line, ended.then((how) => Promise.reject(new Error(`the console ${how}`)))]);
  const { console, public: publicUrl } = JSON.parse(first) as ReadyLine;
  return {
    console,
    public: publicUrl,
    stop: async () => {
      child.kill('SIGTERM');
      const hang = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      const [code] = await exit;
      clearTimeout(hang);
      if (code !== 0) throw new Error(`the console ${await ended}`);
    },
  };
}

/** What a child needs of this environment to run at all; keys of the person who runs the tests stay out. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
