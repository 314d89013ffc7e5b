import type { Locator, Page } from '@playwright/test';
import { latch } from './latch';
import { expect, test } from './reached';

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

test('follows a line through going live, losing its way and going off', async ({ console, tunnel, simulators }) => {
  const { page } = console;
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Go live, +1 415 555 0134' })).toBeVisible();
  const answers = latch();
  simulators.carrier.restFaults.arm({ kind: 'latency', until: answers.opened, times: 2 });
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

  simulators.carrier.restFaults.arm({ kind: 'server-error', times: 20 });
  await press(page, 'Go off');
  await expectWhy(page, /^\+1 415 555 0134 (?:off|degraded) (?:<1|\d+) min/, /since \d/);
  await console.picture('top-bar-not-put-back');
});
