import { once } from 'node:events';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { IS_ROOT, REPOSITORY } from './binaries';

/** The console run as the desktop app. */
export interface DesktopConsole {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Kills the app, as by a crash or a power cut. */
  readonly kill: () => Promise<void>;
  /** Closes the app. Rejects unless it exits cleanly. */
  readonly stop: () => Promise<void>;
}

/** Options for starting the desktop app. */
export interface DesktopOptions {
  readonly electron: string;
  readonly display: string;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Switches of its Chromium. */
  readonly switches?: readonly string[];
  /** Modules that Electron loads before the app. */
  readonly modules?: readonly string[];
}

/**
 * Module that delays the app's `ready` until Playwright has attached. Playwright adds it only to an Electron it found
 * itself. Without it a window that opens too early is never seen.
 */
const ATTACH_FIRST = path.join(
  path.dirname(require.resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

/** Longest start of the app, in ms: tells one that starts from one that hangs, on any machine. */
const START_LIMIT_MS = 90_000;

/** Starts the built app in a real Electron and waits for its window. */
export async function openDesktop(options: DesktopOptions): Promise<DesktopConsole> {
  const { PATH = '', HOME = '', LANG = '' } = process.env;
  const app = await _electron.launch({
    executablePath: options.electron,
    chromiumSandbox: !IS_ROOT,
    timeout: START_LIMIT_MS,
    args: [
      ...[ATTACH_FIRST, ...(options.modules ?? [])].flatMap((file) => ['-r', file]),
      '--disable-gpu',
      '--force-prefers-reduced-motion',
      ...(options.switches ?? []),
      `--user-data-dir=${options.dataFolder}`,
      REPOSITORY,
      ...(options.args ?? []),
    ],
    env: { PATH, HOME, LANG, DISPLAY: options.display, ...options.environment },
  });
  const child = app.process();
  app.context().setDefaultTimeout(START_LIMIT_MS);
  const page = await app.firstWindow({ timeout: START_LIMIT_MS });
  return {
    app,
    page,
    kill: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      // Stop it as the system does: Quit would ask first during a call.
      child.kill('SIGTERM');
      await exited;
      if (child.exitCode !== 0) throw new Error(`the app ended with ${String(child.exitCode ?? child.signalCode)}`);
    },
  };
}
