import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isAnswer, type Methods, type Remote } from './methods';
import { monotonicClock } from './monotonic-clock';

const STOP_DEADLINE_MS = 8000;
const MAX_COMPLAINT_CHARS = 4000;
const ROOMY_HEAP = '--initial-old-space-size=1024';

interface ChildOptions {
  /** Path of a bundled script. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Paths of scripts loaded before it. */
  readonly preloads?: readonly string[];
  /**
   * True for a process that measures and is not measured. It gets a heap so large that no full garbage collection, 20 to 30
   * ms long, interrupts it.
   */
  readonly isInstrument?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Open file that is its standard error; absent: that is read here. */
  readonly stderr?: number;
}

/** End of a process: by itself with a code, or by a signal. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Time on the monotonic clock. */
  readonly atMs: number;
}

/** A process of the benchmark whose methods can be called. */
export interface Child<M extends Methods> {
  readonly ask: Remote<M>;
  readonly pid: number;
  /** The first line of its standard output. */
  readonly firstLine: Promise<string>;
  readonly ended: Promise<End>;
  signal(name: NodeJS.Signals): void;
  /** Stops it with a signal, then by force; resolves with its exit code once it is gone. */
  stop(): Promise<number | null>;
}

/** Starts a script in its own process. Its standard error is reported only if it fails. */
export function startChild<M extends Methods>(options: ChildOptions): Child<M> {
  const preloads = (options.preloads ?? []).flatMap((file) => ['--require', file]);
  const heap = options.isInstrument === true ? [ROOMY_HEAP] : [];
  const child = spawn(process.execPath, [...heap, ...preloads, options.script, ...(options.args ?? [])], {
    stdio: ['ignore', 'pipe', options.stderr ?? 'pipe', 'ipc'],
    env: { ...process.env, ...options.env },
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-MAX_COMPLAINT_CHARS);
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (why: Error) => void }>();
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    atMs: monotonicClock.nowMs(),
  }));
  const gone = once(child, 'close').then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${options.script} ended\n${complaint}`));
    waiting.clear();
    return child.exitCode;
  });
  child.on('message', (message) => {
    if (!isAnswer(message)) return;
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) asked?.resolve(message.value);
    else asked?.reject(new Error(message.error));
  });
  let asked = 0;
  const askOne = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve, reject });
      child.send({ id: asked, method, params });
    });
  return {
    ask: remote<M>(askOne),
    pid: child.pid ?? 0,
    firstLine: firstLineOf(child, options.script, () => complaint),
    ended,
    signal: (name) => void child.kill(name),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      const cut = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
      const code = await gone;
      clearTimeout(cut);
      return code;
    },
  };
}

function remote<M extends Methods>(askOne: (method: string, params: unknown) => Promise<unknown>): Remote<M> {
  return new Proxy({}, { get: (_target, name) => (params: unknown) => askOne(String(name), params) }) as Remote<M>;
}

function firstLineOf(child: ChildProcess, script: string, complaint: () => string): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('The process has no standard output');
  const line = new Promise<string>((resolve, reject) => {
    createInterface(stdout).once('line', resolve);
    child.once('close', (code) =>
      reject(new Error(`${script} ended with ${String(code)} before it was ready\n${complaint()}`)),
    );
  });
  line.catch(() => undefined);
  return line;
}
