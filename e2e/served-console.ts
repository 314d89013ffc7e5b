import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { REPOSITORY } from './binaries';

/** The console as a server runs it. Addresses are as the ready line gives them. */
export interface ServedConsole {
  readonly console: string;
  readonly public: string;
  /** Everything it printed so far, line by line; the first one is the ready line. */
  readonly lines: readonly string[];
  /** What it wrote to standard error, its log among it; the last 8 KiB. */
  readonly complained: () => string;
  /** Asks for another link that opens the console once. */
  readonly newLink: () => Promise<string>;
  /** Ends it as a crash or a power cut does. */
  readonly kill: () => Promise<void>;
  /** Asks it to end with SIGTERM. Rejects unless it ends by itself, in good order, or was killed before. */
  readonly stop: () => Promise<void>;
}

/** How a process that served ended: `code` is null when a signal ended it. */
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

/** Tells a console that ends from one that hangs, on any machine. How soon it ends is a promise that other tests keep. */
const STOP_LIMIT_MS = 60_000;
const KEPT_CHARS = 8_192;

/** Starts the built console in a process of its own and waits for its ready line. Rejects with what it said instead. */
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
    kill: async () => {
      isKilled = true;
      child.kill('SIGKILL');
      await ended;
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

/** Starts the built console where it cannot run, and waits until it gave up. */
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

/** What a child needs of this environment to run at all; keys of the person who runs the tests stay out. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
