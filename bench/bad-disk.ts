import type * as Fs from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type * as Threads from 'node:worker_threads';

/**
 * Preloaded into the product: its disk is stuck while the FIFO that SWITCHBOARD_BENCH_STUCK names exists. Every file operation
 * of every thread then opens it first, and waits in the system, where nothing in Node can reach it, until somebody writes.
 */
const fifo = process.env['SWITCHBOARD_BENCH_STUCK'];
const load = createRequire(__filename);

type Method = (this: unknown, ...args: never[]) => unknown;
type Methods = Record<string, Method>;

// A file that may not grow is an error of its write, as on a full disk, and no reason to end.
if (isMainThread) process.on('SIGXFSZ', () => undefined);

if (fifo !== undefined) {
  const fs = load('node:fs') as typeof Fs;
  const { openSync, closeSync, open, close } = fs;

  const wait = (): void => {
    try {
      closeSync(openSync(fifo, 'r'));
    } catch {
      // The disk is well.
    }
  };
  const waited = (): Promise<void> =>
    new Promise((resolve) => {
      open(fifo, 'r', (error, fd) => {
        if (error !== null) resolve();
        else close(fd, () => resolve());
      });
    });
  const replace = (methods: Methods, names: readonly string[], by: (method: Method) => Method): void => {
    for (const name of names) {
      const method = methods[name];
      if (method !== undefined) methods[name] = by(method);
    }
  };
  const atOnce = (method: Method): Method =>
    function (...args) {
      wait();
      return method.apply(this, args);
    };
  const later = (method: Method): Method =>
    function (...args) {
      return waited().then(() => method.apply(this, args));
    };
  const calledBack = (method: Method): Method =>
    function (...args) {
      void waited().then(() => method.apply(this, args));
    };
  replace(fs as never, ['openSync', 'fsyncSync', 'writeSync', 'renameSync', 'writeFileSync', 'appendFileSync'], atOnce);
  replace(fs as never, ['open', 'write', 'fsync', 'rename'], calledBack);
  replace(
    fs.promises as never,
    ['open', 'writeFile', 'appendFile', 'rename', 'mkdir', 'stat', 'rm', 'unlink', 'copyFile'],
    later,
  );

  const modules = load('node:module') as { _load: (name: string, ...rest: unknown[]) => unknown };
  const known = modules._load;
  let isWrapped = false;
  modules._load = (name, ...rest) => {
    const loaded = known.call(modules, name, ...rest);
    if (name === 'libsql' && !isWrapped) {
      isWrapped = true;
      replace((loaded as { prototype: Methods }).prototype, ['exec', 'prepare'], atOnce);
    }
    return loaded;
  };

  // A thread of Electron does not inherit what is loaded before its program.
  const threads = load('node:worker_threads') as { Worker: typeof Threads.Worker };
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options: Threads.WorkerOptions = {}) {
      super(file, { ...options, execArgv: ['--require', __filename] });
    }
  };
}
