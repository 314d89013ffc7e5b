import type { Page } from '@playwright/test';
import { AgentDesk } from './agent-desk';
import { openChromium } from './chromium';
import { expect, test } from './console';
import { openDesktop } from './desktop-console';
import { serveConsole } from './served-console';

test.describe.configure({ timeout: 120_000 });

const WRITTEN = 'Every word of this was typed and never published.';

/** A console that can be killed as a power cut does it. */
interface Mortal {
  readonly page: Page;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

test('what was written of a draft is there after kill -9', async ({
  shell,
  electron,
  display,
  dataFolder,
  publicPort,
  simulators,
}) => {
  const environment = { SWITCHBOARD_PUBLIC_PORT: String(publicPort), ...simulators.environment };

  async function start(): Promise<Mortal> {
    if (shell === 'electron') return openDesktop({ electron, display, dataFolder, environment });
    const served = await serveConsole(
      { SWITCHBOARD_DATA_DIR: dataFolder, SWITCHBOARD_CONSOLE_PORT: '0', ...environment },
      [],
    );
    const browser = await openChromium();
    const page = await browser.newPage();
    await page.goto(served.console);
    const leave = (end: () => Promise<void>) => async (): Promise<void> => {
      await browser.close();
      await end();
    };
    return { page, kill: leave(served.kill), stop: leave(served.stop) };
  }

  const first = await start();
  const desk = new AgentDesk(first.page, simulators);
  await desk.open();
  await desk.instruct(WRITTEN);
  await desk.isSaved();
  await first.kill();

  const again = await start();
  await new AgentDesk(again.page, simulators).open();
  await expect(again.page.getByRole('textbox', { name: 'Instructions' })).toHaveText(WRITTEN);
  await expect(again.page.getByText('1 field of the draft differs.')).toBeVisible();
  await again.stop();
});

test('what was written half a second ago is there after the page is torn away', async ({ console, simulators }) => {
  const { page } = console;
  const desk = new AgentDesk(page, simulators);
  await desk.open();
  await page.getByRole('textbox', { name: 'Instructions' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' And be kind.');
  await desk.isSaved();
  await page.reload();
  await desk.open();
  await expect(page.getByRole('textbox', { name: 'Instructions' })).toContainText('call back. And be kind.');
});
