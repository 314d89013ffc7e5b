import type { Page } from '@playwright/test';
import { expect, test } from './gallery';

/** Reads the keys of all that can be done now, as the palette writes them. */
async function keysAlive(page: Page): Promise<readonly string[]> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('button', { name: 'Call out' }).last()).toBeVisible();
  const written = await page.getByRole('dialog').locator('kbd').allTextContents();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  return written.flatMap((keys) => keys.split(' '));
}

/** Presses a key twice, as two key events `apartMs` apart reach a page that was busy meanwhile. */
async function pressTwice(page: Page, key: string, apartMs: number): Promise<void> {
  const press = (timeStamp: number): Promise<void> =>
    page.evaluate(
      (init) => {
        const event = new KeyboardEvent('keydown', { key: init.key, cancelable: true });
        document.dispatchEvent(Object.defineProperty(event, 'timeStamp', { value: init.timeStamp }));
      },
      { key, timeStamp },
    );
  await press(1000);
  await expect(page.getByRole('button', { name: 'Keep' })).toBeVisible();
  await press(1000 + apartMs);
}

test('keys do what they do after the mouse was used, and each of them is in the help', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('desk-two-calls');
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const listen = page.getByRole('button', { name: 'Listen', exact: true });
  await expect(transcript).toContainText('before noon');
  await listen.click();
  await expect(listen).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Space');
  await expect(transcript.locator('s'), 'the words, not the button that was clicked').not.toBeEmpty();
  await expect(listen).toHaveAttribute('aria-pressed', 'true');
  expect(await gallery.asked('call.stopWords')).toEqual([{ callId: 'anna' }]);

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
});

test('two Es of one word end nothing, Escape keeps the call, and two apart end it', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('desk-two-calls');
  const keep = page.getByRole('button', { name: 'Keep' });
  await expect(page.getByRole('button', { name: 'Stop words' })).toBeEnabled();
  await page.keyboard.press('e');
  await expect(page.getByRole('alert')).toContainText('End the call with +1 212 555 0187?');
  await page.keyboard.press('Escape');
  await expect(keep).toBeHidden();
  await pressTwice(page, 'e', 399);
  await expect(keep, 'two Es of one word end nothing').toBeVisible();
  expect(await gallery.asked('call.end')).toEqual([]);
  await page.keyboard.press('Escape');
  await pressTwice(page, 'e', 401);
  await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText('An operator ended the call');
  expect(await gallery.asked('call.end')).toEqual([{ callId: 'anna', when: 'now' }]);
});
