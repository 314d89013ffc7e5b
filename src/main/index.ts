import { app } from 'electron';
import { compose } from './compose';
import { desktopConfig } from './config';
import { giveUp, openShell, prepareShell, stopOnQuit } from './shell/shell';

const STOP_LIMIT_MS = 5_000;

const isDemo = process.argv.includes('--demo');

if (prepareShell({ throwAwayData: isDemo })) run().catch(giveUp);
else app.quit();

async function run(): Promise<void> {
  const switchboard = await compose({ ...desktopConfig(app.getPath('userData')), isDemo });
  stopOnQuit(() => switchboard.stop(), STOP_LIMIT_MS);
  await openShell(switchboard.router, switchboard.log);
}
