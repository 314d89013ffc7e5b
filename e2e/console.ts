import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { findChromium, findElectron, IS_ROOT } from './binaries';
import { openDesktop } from './desktop-console';
import { openDisplay } from './display';
import { serveConsole } from './served-console';

/** What a test may choose. */
export interface ConsoleOptions {
  /** Where the console runs; each project sets one. */
  readonly shell: 'browser' | 'electron';
  /** Environment of the console's process, on top of free ports and a data folder of its own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Switches of the console's process. */
  readonly args: readonly string[];
}

/** A console that is up, as an operator has it before them. */
export interface Console {
  readonly page: Page;
  /** The desktop app; undefined in a browser. */
  readonly app: ElectronApplication | undefined;
  readonly dataFolder: string;
  /** Tells the test that this complaint of the page is what it wanted; every other one fails it. */
  expectComplaint(pattern: RegExp): void;
  /** Keeps a picture as `test-results/screens/<shell>-<name>.png`. */
  picture(name: string): Promise<void>;
}

interface Fixtures {
  readonly dataFolder: string;
  readonly opened: { readonly page: Page; readonly app: ElectronApplication | undefined };
  readonly console: Console;
}

interface WorkerFixtures {
  readonly electron: string;
  readonly display: string;
}

const VIEWPORT = { width: 1280, height: 800 };

export { expect };

/** Playwright's `test`, with a ready console in it. A complaint of the page that nobody expected fails the test. */
export const test = base.extend<ConsoleOptions & Fixtures, WorkerFixtures>({
  shell: ['browser', { option: true }],
  environment: [{}, { option: true }],
  args: [[], { option: true }],

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

  opened: async ({ shell, environment, args, dataFolder, electron, display }, use) => {
    if (shell === 'electron') {
      const { app, page, stop } = await openDesktop({ electron, display, dataFolder, environment, args });
      await use({ page, app });
      await stop();
      return;
    }
    const served = await serveConsole({
      SWITCHBOARD_DATA_DIR: dataFolder,
      SWITCHBOARD_PUBLIC_PORT: '0',
      SWITCHBOARD_CONSOLE_PORT: '0',
      ...environment,
    });
    const executablePath = findChromium();
    const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), chromiumSandbox: !IS_ROOT });
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.goto(served.console);
    await use({ page, app: undefined });
    await browser.close();
    await served.stop();
  },

  console: async ({ shell, opened, dataFolder }, use) => {
    const { page, app } = opened;
    const expected: RegExp[] = [];
    let crashes = 0;
    page.on('crash', () => (crashes += 1));
    await use({
      page,
      app,
      dataFolder,
      expectComplaint: (pattern) => expected.push(pattern),
      picture: async (name) => {
        await page.screenshot({ path: `test-results/screens/${shell}-${name}.png` });
      },
    });
    const unexpected = (await complaints(page)).filter((text) => !expected.some((pattern) => pattern.test(text)));
    expect(unexpected, 'errors on the page').toEqual([]);
    expect(crashes, 'crashes of the page').toBe(0);
  },
});

/** Every error the page wrote or threw since it was opened; what the content policy refused is among them. */
async function complaints(page: Page): Promise<readonly string[]> {
  const messages = await page.consoleMessages({ filter: 'all' });
  const written = messages.filter((message) => message.type() === 'error').map((message) => message.text());
  const thrown = (await page.pageErrors({ filter: 'all' })).map((error) => error.message);
  return [...written, ...thrown];
}
