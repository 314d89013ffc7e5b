import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { findElectron, sandboxSwitches } from './electron.mjs';

/** An Electron that fails within this time, in ms, never came up: a library is missing or the display does not answer. */
const STILLBORN_MS = 5_000;

const args = process.argv.slice(2);
process.exitCode = await start();

async function start() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return serve('There is no display here');
  }
  let electron;
  try {
    electron = await findElectron();
  } catch (error) {
    return serve(sentence(error.message));
  }
  const built = await build(electron);
  if (built !== 0) return built;
  const switches = sandboxSwitches();
  if (switches.length > 0) say("Running as root: Chromium's sandbox is off.");
  const startedMs = performance.now();
  const code = await withData((data) => run(electron.executablePath, [...switches, ...data, '.', ...args]));
  if (code !== 0 && performance.now() - startedMs < STILLBORN_MS) return serveBuilt('Electron did not start');
  return code;
}

/** Runs `act`, with a data folder for the demonstration, which is deleted once nothing writes to it any more. */
async function withData(act) {
  if (!args.includes('--demo')) return act([]);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-demo-'));
  try {
    return await act([`--user-data-dir=${folder}`]);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function serve(reason) {
  const built = await build();
  return built === 0 ? serveBuilt(reason) : built;
}

/** Serves the existing build; a build for an older Electron runs in this Node as well. */
function serveBuilt(reason) {
  say(`${reason}: serving the console to a browser instead.`);
  return run(process.execPath, ['out/main/serve.js', ...args]);
}

/** Runs a program in the foreground and forwards signals. Resolves with its exit code, even if it could not be started. */
function run(command, commandArgs) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, { stdio: 'inherit' });
    let wasTold = false;
    const pass = (signal) => {
      wasTold = true;
      child.kill(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
    const end = (code) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass);
      resolve(code);
    };
    child.once('error', () => end(127));
    child.once('exit', (code) => end(code ?? (wasTold ? 0 : 1)));
  });
}

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
