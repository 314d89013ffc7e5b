import type { Locator, Page } from '@playwright/test';
import { latch } from './latch';
import { expect, test } from './reached';

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

/** Presses an action of the one line on its screen. */
async function press(page: Page, action: 'Go live' | 'Go off' | 'Test'): Promise<void> {
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await page.getByRole('button', { name: `${action}, +1 415 555 0134` }).click();
}

test('says that all is well, and how that is known, before any call', async ({ console }) => {
  const { page } = console;
  await expectWhy(page, /^no lines/, 'No number of yours is live');
  await expectWhy(page, 'this machine ok', 'Only this machine itself can call', /up since \d/);
  await expectWhy(page, `${MODEL} ok`, 'OpenAI takes the key, and the model is there.', /ok since \d/);
  await console.picture('top-bar-well');
});

test('follows a line through going live, losing its way and going off', async ({ console, tunnel, simulators }) => {
  const { page } = console;
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Go live, +1 415 555 0134' })).toBeVisible();
  const answers = latch();
  simulators.carrier.failRest({ kind: 'latency', until: answers.opened, times: 2 });
  await press(page, 'Go live');
  await expectWhy(page, /^\+1 415 555 0134 going live/, /Step \d of 7/);
  await console.picture('top-bar-going-live');
  answers.open();
  await expectWhy(page, '+1 415 555 0134 live', 'Front desk answers.', /live since \d/);

  tunnel.refuse(true);
  tunnel.reset();
  await press(page, 'Test');
  await expectWhy(
    page,
    /^\+1 415 555 0134 degraded (?:<1|\d+) min/,
    'The connection to the public URL broke.',
    /degraded since/,
  );
  await expectWhy(page, /^this machine failing (?:<1|\d+) min/, /down since \d/);
  await console.picture('top-bar-degraded');

  tunnel.refuse(false);
  await press(page, 'Test');
  await expect(standing(page, '+1 415 555 0134 live')).toBeVisible();
  await expect(standing(page, 'this machine ok')).toBeVisible();

  simulators.carrier.failRest({ kind: 'server-error', times: 20 });
  await press(page, 'Go off');
  await expectWhy(page, /^\+1 415 555 0134 (?:off|degraded) (?:<1|\d+) min/, /since \d/);
  await console.picture('top-bar-not-put-back');
});

test.describe('with a key that OpenAI does not know', () => {
  test.use({ environment: { OPENAI_API_KEY: 'sk-of-nobody' } });

  test('says that the model will not answer, before a caller finds out', async ({ console }) => {
    const { page } = console;
    await expectWhy(
      page,
      new RegExp(`^${MODEL} failing (?:<1|\\d+) min`),
      'OpenAI does not know this key',
      /failing since \d/,
    );
    await console.picture('top-bar-key-refused');
  });
});

test.describe('with a public URL that leads elsewhere', () => {
  test.use({ environment: { SWITCHBOARD_PUBLIC_URL: 'http://127.0.0.1:9' } });

  test('says that nobody reaches this machine, before a line goes live', async ({ console }) => {
    const { page } = console;
    await expectWhy(page, /^this machine failing (?:<1|\d+) min/, /./, /down since \d/);
    await console.picture('top-bar-not-reached');
  });
});

test.describe('with no keys', () => {
  test.use({ environment: { OPENAI_API_KEY: '', TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '' } });

  test('says what is missing, in words and without alarm', async ({ console }) => {
    const { page } = console;
    await page.getByRole('button', { name: 'Practise without keys' }).click();
    await expectWhy(page, new RegExp(`^${MODEL} no key`), 'There is no OpenAI API key yet.');
    await expectWhy(page, / off$/, 'The tunnel is off.', 'as soon as the Twilio keys are there');
    await console.picture('top-bar-no-keys');
  });
});
