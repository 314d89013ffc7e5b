import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundleForNode, passingFolder } from '../build/node-bundle.mjs';

/** Time after SIGTERM until the process is killed, in ms; it normally ends within 5 s. */
const STOP_LIMIT_MS = 7_000;

/**
 * Creates the served demo as a process that can be bundled and restarted. Its port stays the same from the first start on.
 */
export function createDemoProcess() {
  const main = layOut(passingFolder());
  const waiting = [];
  let child;
  let port = 0;
  let isClosed = false;
  let ready;
  let lastToken;

  /**
   * Bundles main, then replaces the running process. Rejects when either fails; a failed bundle leaves the old process
   * running.
   */
  async function restart() {
    await bundleForNode({ serve: 'src/main/serve.ts' }, main, { areLibrariesBundled: false });
    ready = stop().then(start);
    await ready;
  }

  async function start() {
    if (isClosed) throw new Error('the demo is closed');
    child = spawn(process.execPath, [path.join(main, 'serve.cjs'), '--demo', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SWITCHBOARD_CONSOLE_PORT: String(port) },
    });
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => waiting.shift()?.resolve(new URL(JSON.parse(line).console)));
    child.once('exit', () => {
      for (const { reject } of waiting.splice(0)) reject(new Error('the demo ended'));
    });
    port = Number((await nextLink()).port);
  }

  /** Stops the process cleanly. Its `exit` comes once its data are deleted. */
  async function stop() {
    if (!isRunning()) return;
    const ended = child;
    const limit = setTimeout(() => ended.kill('SIGKILL'), STOP_LIMIT_MS);
    ended.kill('SIGTERM');
    await once(ended, 'exit');
    clearTimeout(limit);
  }

  /** Stops the process for good, even during a restart. */
  function close() {
    isClosed = true;
    return stop();
  }

  /** Requests a token that opens one session. Requests go one at a time, because two signals may arrive as one. */
  function takeToken() {
    const before = lastToken;
    lastToken = askAfter(before);
    return lastToken;
  }

  async function askAfter(before) {
    await Promise.allSettled([before]);
    // Before it is ready the signal would kill it.
    await ready;
    if (!isRunning()) throw new Error('the demo is not running');
    child.kill('SIGUSR2');
    const link = await nextLink();
    return link.hash.slice('#t='.length);
  }

  function nextLink() {
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  }

  function isRunning() {
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  return { restart, close, takeToken, origin: () => `http://127.0.0.1:${port}` };
}

/**
 * Lays out the files the demo expects beside its bundle, as beside `out/`. Its page is a stand-in, since Vite serves the
 * real one.
 */
function layOut(home) {
  mkdirSync(path.join(home, 'out/renderer'), { recursive: true });
  writeFileSync(path.join(home, 'out/renderer/index.html'), '<!doctype html><title>Vite serves the page</title>');
  symlinkSync(path.resolve('resources'), path.join(home, 'resources'), 'junction');
  return path.join(home, 'out/main');
}
