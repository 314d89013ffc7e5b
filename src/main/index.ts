import path from 'node:path';
import { app } from 'electron';
import { endWithin, exitWhenFree } from './app/last-limit';
import { compose, composeDemo, type Host } from './compose';
import { desktopConfig } from './config';
import { createSystemCipher, giveUp, openElectronStore, openShell, prepareShell, stopOnQuit } from './shell/shell';

const STOP_LIMIT_MS = 5000;
const RESOURCES = path.join(__dirname, '../../resources');

const isDemo = process.argv.includes('--demo');

if (prepareShell({ throwAwayData: isDemo })) run().catch(giveUp);
else app.quit();

/** Opens the console in a window. An installed app takes nothing from the environment; one under development may. */
async function run(): Promise<void> {
  const config = desktopConfig(app.getPath('userData'), app.isPackaged ? {} : process.env);
  const host: Host = {
    openStore: openElectronStore,
    cipher: createSystemCipher(),
    resourcesFolder: RESOURCES,
  };
  const board = isDemo ? await composeDemo(config, host) : await compose(config, host);
  stopOnQuit(() => board.stop(), { begin: () => endWithin(STOP_LIMIT_MS), exitWhenFree });
  await openShell({ ...board, endWithin }, { isDemo });
  await board.start();
}
