import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { systemClock } from './clock';
import { compose } from './compose';
import { takeConfig } from './config';
import { composeDemo } from './demo';
import { READY_LINK_LIFE_MS, startConsoleListener } from './server/console-listener';

const STOP_LIMIT_MS = 5000;
const RESOURCES = path.join(__dirname, '../../resources');
const RENDERER = path.join(__dirname, '../renderer');

const isDemo = process.argv.includes('--demo');
const isJson = process.argv.includes('--json');

run().catch((error: unknown) => {
  process.stderr.write(`Switchboard could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

/** The console served to a browser of this machine, until it is told to stop. */
async function run(): Promise<void> {
  const given = takeConfig(process.env);
  const throwAway = isDemo ? await mkdtemp(path.join(os.tmpdir(), 'switchboard-demo-')) : undefined;
  const config = { ...given, dataFolder: throwAway ?? given.dataFolder };
  const board = isDemo ? await composeDemo(config, RESOURCES) : await compose(config);
  const { router, log } = board;
  const listener = await startConsoleListener({
    port: config.consolePort,
    rendererFolder: RENDERER,
    router,
    clock: systemClock,
    log,
  });
  let isStopping = false;
  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await listener.close();
    await board.stop();
    if (throwAway !== undefined) await rm(throwAway, { recursive: true, force: true });
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());

  await board.start();
  announce(board.publicUrl, listener.newLink({ lifeMs: READY_LINK_LIFE_MS }));
}

function announce(publicUrl: string, consoleLink: string): void {
  const line = isJson
    ? JSON.stringify({ ready: true, public: publicUrl, console: consoleLink })
    : `Switchboard is ready. Open this link once, in a browser on this machine:\n\n  ${consoleLink}\n\nCalls reach it at ${publicUrl}. Ctrl+C ends it.`;
  process.stdout.write(`${line}\n`);
}
