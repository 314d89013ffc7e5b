import type { Page } from '@playwright/test';
import { expect, test } from './console';

const WORDS = 'It left our warehouse on Tuesday, and it will be with you tomorrow before noon.';

test.use({
  environment: { SWITCHBOARD_LIVE_LINES: '*' },
  // So long that no machine is slow enough to let them end before they are stopped.
  account: { brain: () => [{ say: WORDS, audio: Buffer.alloc(90 * 8000, 0x30) }], pace: { timesRealTime: 32 } },
});

/** Reads the keys of all that can be done now, as the palette writes them. */
async function keysAlive(page: Page): Promise<readonly string[]> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('button', { name: 'Call out' }).last()).toBeVisible();
  const written = await page.getByRole('dialog').locator('kbd').allTextContents();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  return written.flatMap((keys) => keys.split(' '));
}

test('keys do what they do after the mouse was used, and each of them is in the help', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const listen = page.getByRole('button', { name: 'Listen', exact: true });
  await expect(transcript).toContainText('before noon');
  await listen.click();
  await expect(listen).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Space');
  await expect(transcript.locator('s'), 'the words, not the button that was clicked').not.toBeEmpty();
  await expect(listen).toHaveAttribute('aria-pressed', 'true');

  const buttons = page.getByRole('complementary', { name: 'This call' }).locator('button:has(kbd)');
  expect(await buttons.count()).toBeGreaterThan(8);
  for (const button of await buttons.all()) {
    const key = (await button.locator('kbd').textContent())?.replace('␣', 'Space');
    expect(await button.getAttribute('title'), 'the tooltip names the key').toMatch(
      new RegExp(`.+ \\(.*${key ?? ''}\\)$`),
    );
  }

  await page.getByText('Caller', { exact: true }).last().click();
  await expect(page.getByRole('radio', { name: 'Caller' })).toBeChecked();
  await page.keyboard.press('e');
  await expect(page.getByRole('alert')).toContainText('End the call with');
  const alive = await keysAlive(page);
  expect(alive.length).toBeGreaterThan(15);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const inHelp = new Set(
    (await page.getByRole('dialog').locator('kbd').allTextContents()).map((key) => key.toLowerCase()),
  );
  expect(alive.filter((key) => !inHelp.has(key.toLowerCase()))).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('4');
  await expect(listen, 'a choice that was clicked takes no key').toHaveAttribute('aria-pressed', 'false');

  await listen.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(listen).toBeFocused();
  await page.keyboard.press('Space');
  await expect(listen, 'reached with the keyboard, a button is pressed by Space').toHaveAttribute(
    'aria-pressed',
    'true',
  );
  call.hangUp();
  await call.ended;
});
