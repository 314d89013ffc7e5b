import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { findElectron } from './binaries';
import { ChromiumPool } from './chromium';
import { openDesktop } from './desktop-console';
import { openDisplay } from './display';
import { claimPort } from './claimed-port';
import { serveConsole } from './served-console';
import { startSimulators, type SimulatorOptions, type Simulators } from './simulators';

/** True if pictures are to be kept for people; each takes half a second of a slow machine's processor. */
const KEEPS_PICTURES = process.env['SWITCHBOARD_SCREENS'] === '1';

/** Options a test may set. */
export interface ConsoleOptions {
  /** Shell the console runs in; each project sets one. */
  readonly shell: 'browser' | 'electron';
  /** Environment of the console's process, in addition to simulators, free ports and a data folder of its own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Command-line arguments of the console's process. */
  readonly args: readonly string[];
  /** Switches of the Chromium that shows the page. */
  readonly switches: readonly string[];
  /** Modules that Electron loads before the app. */
  readonly modules: readonly string[];
  /** Options of the simulated carrier and model that differ from the defaults. */
  readonly account: SimulatorOptions;
}

/** A running console as an operator sees it. */
export interface Console {
  readonly page: Page;
  /** The desktop app; undefined in a browser. */
  readonly app: ElectronApplication | undefined;
  readonly dataFolder: string;
  /** Allows a page error that matches; any other one fails the test. */
  expectComplaint(pattern: RegExp): void;
  /** Allows the page to crash, which otherwise fails the test. */
  expectCrash(): void;
  /** Saves a picture as `test-results/screens/<shell>-<name>.png` if SWITCHBOARD_SCREENS is 1. It is never asserted on. */
  picture(name: string): Promise<void>;
}

interface Fixtures {
  readonly dataFolder: string;
  /** Port of the console's public listener. */
  readonly publicPort: number;
  /** The carrier and the model that the console uses. */
  readonly simulators: Simulators;
  readonly opened: { readonly page: Page; readonly app: ElectronApplication | undefined };
  readonly console: Console;
}

interface WorkerFixtures {
  readonly chromium: ChromiumPool;
  readonly electron: string;
  readonly display: string;
}

export { expect };

/** Playwright's `test` with a running console. An unexpected page error fails the test. */
export const test = base.extend<ConsoleOptions & Fixtures, WorkerFixtures>({
  shell: ['browser', { option: true }],
  environment: [{}, { option: true }],
  args: [[], { option: true }],
  switches: [[], { option: true }],
  modules: [[], { option: true }],
  account: [{}, { option: true }],

  chromium: [
    async ({}, use) => {
      const pool = new ChromiumPool();
      await use(pool);
      await pool.close();
    },
    { scope: 'worker' },
  ],

  electron: [async ({}, use) => use(await findElectron()), { scope: 'worker', timeout: 300_000 }],

  display: [
    async ({}, use) => {
      const display = await openDisplay();
      await use(display.name);
      await display.close();
    },
    { scope: 'worker' },
  ],

  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  publicPort: async ({}, use) => {
    const { port, release } = await claimPort();
    await use(port);
    release();
  },

  simulators: async ({ publicPort, account }, use) => {
    const simulators = await startSimulators(`http://127.0.0.1:${publicPort}`, account);
    await use(simulators);
    await simulators.close();
  },

  opened: async (
    {
      shell,
      environment: given,
      args,
      switches,
      modules,
      dataFolder,
      publicPort,
      simulators,
      chromium,
      electron,
      display,
    },
    use,
  ) => {
    const environment = { SWITCHBOARD_PUBLIC_PORT: String(publicPort), ...simulators.environment, ...given };
    if (shell === 'electron') {
      const { app, page, stop } = await openDesktop({
        electron,
        display,
        dataFolder,
        environment,
        args,
        switches,
        modules,
      });
      await use({ page, app });
      await stop();
      return;
    }
    const served = await serveConsole(
      { SWITCHBOARD_DATA_DIR: dataFolder, SWITCHBOARD_CONSOLE_PORT: '0', ...environment },
      args,
    );
    const profile = await chromium.open(switches);
    const page = await profile.newPage();
    await page.goto(served.console);
    await use({ page, app: undefined });
    await profile.close();
    await served.stop();
  },

  console: async ({ shell, opened, dataFolder }, use) => {
    const { page, app } = opened;
    const expected: RegExp[] = [];
    const crashes = { seen: 0, expected: 0 };
    page.on('crash', () => (crashes.seen += 1));
    await use({
      page,
      app,
      dataFolder,
      expectComplaint: (pattern) => expected.push(pattern),
      expectCrash: () => (crashes.expected += 1),
      picture: async (name) => {
        if (!KEEPS_PICTURES) return;
        await page.screenshot({ path: `test-results/screens/${shell}-${name}.png` });
      },
    });
    expect(crashes.seen, 'crashes of the page').toBe(crashes.expected);
    if (crashes.expected > 0) return;
    const unexpected = (await complaints(page)).filter((text) => !expected.some((pattern) => pattern.test(text)));
    expect(unexpected, 'errors on the page').toEqual([]);
  },
});

/** Every error the page logged or threw since it was opened, including violations of the content policy. */
export async function complaints(page: Page): Promise<readonly string[]> {
  const messages = await page.consoleMessages({ filter: 'all' });
  const written = messages.filter((message) => message.type() === 'error').map((message) => message.text());
  const thrown = (await page.pageErrors({ filter: 'all' })).map((error) => error.message);
  return [...written, ...thrown];
}
