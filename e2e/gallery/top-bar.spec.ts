import type { Locator, Page } from '@playwright/test';
import { expect, test } from './gallery';

const MODEL = 'gpt-realtime-2.1';

/** The item of the top bar with this name. */
function standing(page: Page, name: string | RegExp): Locator {
  return page.getByRole('banner').getByRole('button', { name });
}

/** Opens an item's explanation, checks it, and closes it with `Escape`. */
async function expectWhy(page: Page, name: string | RegExp, ...sentences: readonly (string | RegExp)[]): Promise<void> {
  await standing(page, name).click();
  const why = page.getByRole('dialog', { name });
  for (const sentence of sentences) await expect(why).toContainText(sentence);
  await expect(async () => {
    await page.keyboard.press('Escape');
    await expect(why).toHaveCount(0, { timeout: 1000 });
  }).toPass();
}

test('says that all is well, and how that is known, before any call', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('top-bar-before-any-call');
  await expectWhy(page, /^no lines/, 'No number of yours is live');
  await expectWhy(page, 'this machine ok', 'Only this machine itself can call', /up since \d/);
  await expectWhy(page, `${MODEL} ok`, 'OpenAI takes the key, and the model is there.', /ok since \d/);
});

test('says that the model will not answer, before a caller finds out', async ({ gallery }) => {
  await gallery.show('top-bar-model-failing');
  await expectWhy(
    gallery.page,
    new RegExp(`^${MODEL} failing (?:<1|\\d+) min`),
    'OpenAI does not know this key',
    /failing since \d/,
  );
});

test('says that nobody reaches this machine, before a line goes live', async ({ gallery }) => {
  await gallery.show('top-bar-tunnel-failing');
  await expectWhy(gallery.page, /^this machine failing (?:<1|\d+) min/, /./, /down since \d/);
});

test('says what is missing, in words and without alarm', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('top-bar-no-keys');
  await expectWhy(page, new RegExp(`^${MODEL} no key`), 'There is no OpenAI API key yet.');
  await expectWhy(page, / off$/, 'The tunnel is off.', 'as soon as the Twilio keys are there');
});
