import type { Page } from '@playwright/test';
import { AgentDesk } from './agent-desk';
import { expect, test } from './console';
import { openDesktop } from './desktop-console';
import { serveConsole } from './served-console';

const WRITTEN = 'Every word of this was typed and never published.';

/** A console that can be killed as by a power cut. */
interface Mortal {
  readonly page: Page;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

test(
  'what was written of a draft is there after kill -9',
  { tag: '@desktop' },
  async ({ shell, chromium, electron, display, dataFolder, publicPort, simulators }) => {
    const environment = { SWITCHBOARD_PUBLIC_PORT: String(publicPort), ...simulators.environment };

    async function start(): Promise<Mortal> {
      if (shell === 'electron') return openDesktop({ electron, display, dataFolder, environment });
      const served = await serveConsole(
        { SWITCHBOARD_DATA_DIR: dataFolder, SWITCHBOARD_CONSOLE_PORT: '0', ...environment },
        [],
      );
      const profile = await chromium.open();
      const page = await profile.newPage();
      await page.goto(served.console);
      const leave = (end: () => Promise<void>) => async (): Promise<void> => {
        await profile.close();
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
  },
);

test('what was written half a second ago is there after the page is torn away', async ({ console, simulators }) => {
  const { page } = console;
  const desk = new AgentDesk(page, simulators);
  await desk.open();
  await page.getByRole('textbox', { name: 'Instructions' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' And be kind.');
  await desk.isSaved();
  // The note is shown only for a moment: stop the page's clock while it is read.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.keyboard.type('!');
  await expect(page.getByText('Saving…')).toBeVisible();
  await page.clock.runFor(600);
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.clock.runFor(3000);
  await expect(page.getByText('Draft saved')).toBeHidden();
  await page.clock.resume();
  await page.reload();
  await desk.open();
  await expect(page.getByRole('textbox', { name: 'Instructions' })).toContainText('call back. And be kind.!');
});
