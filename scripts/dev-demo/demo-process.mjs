import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundleForNode, passingFolder } from '../build/node-bundle.mjs';

/** A process that got SIGTERM ends by itself within 5 s; after this long it is killed. */
const STOP_LIMIT_MS = 7_000;

/** Creates the served demo as a process that can be bundled and started anew. Its port stays the same from the first start on. */
export function createDemoProcess() {
  const main = layOut(passingFolder());
  const waiting = [];
  let child;
  let port = 0;
  let isClosed = false;
  let ready;
  let lastToken;

  /** Bundles main, then replaces the running process. Rejects when either fails; a bundle that fails leaves the old process be. */
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

  /** Ends the process in good order. Its `exit` comes when its data are gone. */
  async function stop() {
    if (!isRunning()) return;
    const ended = child;
    const limit = setTimeout(() => ended.kill('SIGKILL'), STOP_LIMIT_MS);
    ended.kill('SIGTERM');
    await once(ended, 'exit');
    clearTimeout(limit);
  }

  /** Ends the process for good, also when a restart is under way. */
  function close() {
    isClosed = true;
    return stop();
  }

  /** Asks the demo for a token that opens one session. One signal at a time, because two of them may arrive as one. */
  function takeToken() {
    const before = lastToken;
    lastToken = askAfter(before);
    return lastToken;
  }

  async function askAfter(before) {
    await Promise.allSettled([before]);
    // Until it is ready the signal would end it.
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

/** Makes what the demo looks for beside its bundle, as beside `out/`. Its page is a stand-in, since Vite serves the real one. */
function layOut(home) {
  mkdirSync(path.join(home, 'out/renderer'), { recursive: true });
  writeFileSync(path.join(home, 'out/renderer/index.html'), '<!doctype html><title>Vite serves the page</title>');
  symlinkSync(path.resolve('resources'), path.join(home, 'resources'), 'junction');
  return path.join(home, 'out/main');
}
