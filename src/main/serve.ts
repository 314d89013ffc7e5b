import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { faultOf } from '../shared/std/guards';
import { systemClock } from './app/clock';
import { endWithin, exitWhenFree } from './app/last-limit';
import { startFailure } from './app/start-failure';
import { compose, composeDemo, type Host } from './compose';
import { takeConfig, type Config } from './config';
import { startConsoleListener } from './server/console/console-listener';
import { openConf } from './store/settings/settings';

const STOP_LIMIT_MS = 5000;
const RESOURCES = path.join(__dirname, '../../resources');
const RENDERER = path.join(__dirname, '../renderer');

const isDemo = process.argv.includes('--demo');
const isJson = process.argv.includes('--json');

// Whoever reads them may go, and their disk may be full: neither ends a call.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
start().catch((error: unknown) => giveUp(startFailure(error)));

/** Serves the console to a browser of this machine until told to stop. */
async function start(): Promise<void> {
  const config = takeConfig(process.env);
  const { publicPort, consolePort } = config;
  await run(config).catch((error: unknown) =>
    giveUp(startFailure(error, { SWITCHBOARD_PUBLIC_PORT: publicPort, SWITCHBOARD_CONSOLE_PORT: consolePort })),
  );
}

async function run(given: Config): Promise<void> {
  const throwAway = isDemo ? await mkdtemp(path.join(os.tmpdir(), 'switchboard-demo-')) : undefined;
  const config = { ...given, dataFolder: throwAway ?? given.dataFolder };
  const host: Host = {
    openStore: openConf,
    cipher: undefined,
    resourcesFolder: RESOURCES,
  };
  const board = isDemo ? await composeDemo(config, host) : await compose(config, host);
  const { router, audio, log } = board;
  const listener = await startConsoleListener({
    port: config.consolePort,
    rendererFolder: RENDERER,
    router,
    audio,
    clock: systemClock,
    log,
  });
  board.ownPorts.add(listener.port);
  let isStopping = false;
  async function stop(exitCode: number): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    endWithin(STOP_LIMIT_MS);
    try {
      await listener.close();
      await board.stop();
      if (throwAway !== undefined) await rm(throwAway, { recursive: true, force: true });
    } catch (error) {
      tellBug(error);
      exitCode = 1;
    }
    exitWhenFree(() => process.exit(exitCode));
  }
  // SIGHUP: the terminal was closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  process.on('uncaughtException', (error) => {
    tellBug(error);
    void stop(1);
  });
  async function startBoard(): Promise<boolean> {
    try {
      await board.start();
      return true;
    } catch (error) {
      print(process.stderr, couldNotStart(startFailure(error)));
      await stop(1);
      return false;
    }
  }
  function tellBug(error: unknown): void {
    const fault = faultOf(error);
    log.error('serve.bug', fault);
    print(process.stderr, `Switchboard ends because of a fault of its own: ${fault.error} ${fault.where}`);
  }

  if (!(await startBoard())) return;
  const link = listener.newLink();
  say({ ready: true, public: board.publicUrl(), console: link }, [
    'Switchboard is ready. Open this link once, within two minutes, in a browser on this machine:',
    `\n  ${link}\n`,
    `Calls reach it at ${board.publicUrl()}. Enter gives a new link, Ctrl+C ends it.`,
  ]);
  onLinkWanted(() => {
    const another = listener.newLink();
    say({ console: another }, [`  ${another}`]);
  });
}

function giveUp(why: string): never {
  print(process.stderr, couldNotStart(why));
  process.exit(1);
}

function couldNotStart(why: string): string {
  return `Switchboard could not start: ${why}`;
}

/** Writes a line, unless its disk is full: that must not keep the process from serving, or from ending in order. */
function print(stream: NodeJS.WriteStream, line: string): void {
  try {
    stream.write(`${line}\n`);
  } catch {
    // What ends the process, the log has as well, as far as there is room for one.
  }
}

/** Gives a new link, as each opens only once: with Enter at a terminal, with SIGUSR2 elsewhere. */
function onLinkWanted(give: () => void): void {
  if (process.stdin.isTTY) process.stdin.on('data', give);
  if (process.platform !== 'win32') process.on('SIGUSR2', give);
}

function say(facts: Readonly<Record<string, unknown>>, lines: readonly string[]): void {
  print(process.stdout, isJson ? JSON.stringify(facts) : lines.join('\n'));
}
