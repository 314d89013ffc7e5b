import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { REPOSITORY } from './binaries';

/** The console run as a server; addresses as in its ready line. */
export interface ServedConsole {
  readonly console: string;
  readonly public: string;
  /** Lines printed so far; the first is the ready line. */
  readonly lines: readonly string[];
  /** The last 8 KiB written to standard error, including the log. */
  readonly complained: () => string;
  /** Asks for another one-time link to the console. */
  readonly newLink: () => Promise<string>;
  /** Closes the reading end of its standard output. */
  readonly stopReading: () => void;
  /** Kills it, as by a crash or a power cut. */
  readonly kill: () => Promise<void>;
  /** Sends a signal and waits for the end of the process. */
  readonly endBy: (signal: NodeJS.Signals) => Promise<EndedServer>;
  /** Stops it with SIGTERM. Rejects unless it exits cleanly by itself or was killed before. */
  readonly stop: () => Promise<void>;
}

/** Result of a server process: `code` is null when a signal ended it. */
export interface EndedServer {
  readonly code: number | null;
  readonly printed: string;
  readonly complained: string;
}

interface ReadyLine {
  readonly ready: true;
  readonly console: string;
  readonly public: string;
}

type Environment = Readonly<Record<string, string>>;

/**
 * Longest shutdown, in ms: tells a console that ends from one that hangs, on any machine. Other tests check how soon it
 * ends.
 */
const STOP_LIMIT_MS = 60_000;
const KEPT_CHARS = 8_192;

/** Starts the built console in its own process and waits for its ready line. Rejects with its error output. */
export async function serveConsole(environment: Environment, args: readonly string[]): Promise<ServedConsole> {
  const { child, said, ended } = startServer(environment, ['--json', ...args]);
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const failed = ended.then(({ code, complained }) =>
    Promise.reject(new Error(`the console ended with ${String(code)}\n${complained}`)),
  );
  failed.catch(() => undefined);
  const nextLine = async (): Promise<string> => {
    const [line] = (await Promise.race([once(reader, 'line'), failed])) as [string];
    return line;
  };
  const { console, public: publicUrl } = JSON.parse(await nextLine()) as ReadyLine;
  let isKilled = false;
  return {
    console,
    public: publicUrl,
    lines,
    complained: () => said.complained,
    newLink: async () => {
      const line = nextLine();
      child.kill('SIGUSR2');
      return (JSON.parse(await line) as Pick<ReadyLine, 'console'>).console;
    },
    stopReading: () => void child.stdout.destroy(),
    kill: async () => {
      isKilled = true;
      child.kill('SIGKILL');
      await ended;
    },
    endBy: (signal) => {
      isKilled = true;
      child.kill(signal);
      return ended;
    },
    stop: async () => {
      if (isKilled) return;
      child.kill('SIGTERM');
      const hang = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      const { code, complained } = await ended;
      clearTimeout(hang);
      if (code !== 0) throw new Error(`the console ended with ${String(code)}\n${complained}`);
    },
  };
}

/** Starts the built console where it cannot run and waits until it gives up. */
export function serveInVain(environment: Environment, args: readonly string[] = ['--json']): Promise<EndedServer> {
  return startServer(environment, args).ended;
}

interface StartedServer {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly said: { readonly printed: string; readonly complained: string };
  readonly ended: Promise<EndedServer>;
}

function startServer(environment: Environment, args: readonly string[]): StartedServer {
  const child = spawn(process.execPath, [path.join(REPOSITORY, 'out/main/serve.js'), ...args], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { printed: '', complained: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.printed = kept(said.printed + text)));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.complained = kept(said.complained + text)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  return { child, said, ended };
}

function kept(text: string): string {
  return text.slice(-KEPT_CHARS);
}

/** Environment variables a child needs to run at all, without the keys of whoever runs the tests. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
