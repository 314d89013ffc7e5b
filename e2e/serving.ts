import type { BrowserContext, Page } from '@playwright/test';
import { complaints, expect, test as base } from './console';
import { serveConsole, type ServedConsole } from './served-console';

/** An operator's browser tab, in a browser of their own. */
export interface Visit {
  readonly page: Page;
  /** Allows a page error that matches; any other one fails the test. */
  readonly expectComplaint: (pattern: RegExp) => void;
}

interface Serving {
  /** Starts the console with the test's data, carrier and model. Each has to exit cleanly unless it was killed. */
  readonly serve: (environment?: Readonly<Record<string, string>>, args?: readonly string[]) => Promise<ServedConsole>;
  /** Opens a link in a fresh browser. */
  readonly visit: (link: string) => Promise<Visit>;
}

export { expect };

/** Playwright's `test` for specs that start and stop the served console themselves, and open it more than once. */
export const test = base.extend<Serving>({
  serve: async ({ dataFolder, publicPort, simulators }, use) => {
    const started: ServedConsole[] = [];
    await use(async (environment = {}, args = []) => {
      const served = await serveConsole(
        {
          SWITCHBOARD_DATA_DIR: dataFolder,
          SWITCHBOARD_CONSOLE_PORT: '0',
          SWITCHBOARD_PUBLIC_PORT: String(publicPort),
          ...simulators.environment,
          ...environment,
        },
        args,
      );
      started.push(served);
      return served;
    });
    for (const served of started) await served.stop();
  },

  visit: async ({ chromium }, use) => {
    const profiles: BrowserContext[] = [];
    const visits: { readonly page: Page; readonly expected: readonly RegExp[] }[] = [];
    await use(async (link) => {
      const profile = await chromium.open();
      profiles.push(profile);
      const page = await profile.newPage();
      const expected: RegExp[] = [];
      visits.push({ page, expected });
      await page.goto(link);
      return { page, expectComplaint: (pattern) => expected.push(pattern) };
    });
    for (const { page, expected } of visits) {
      const unexpected = (await complaints(page)).filter((text) => !expected.some((pattern) => pattern.test(text)));
      expect(unexpected, 'errors on the page').toEqual([]);
    }
    for (const profile of profiles) await profile.close();
  },
});
