import type { Page } from '@playwright/test';
import type { NumberSeed } from '../src/simulator/twilio/rest/phone-numbers';
import { expect, test } from './console';

const MANY: readonly NumberSeed[] = Array.from({ length: 249 }, (_, index) => ({
  phoneNumber: `+1212555${String(1000 + index)}`,
  friendlyName: `Shop ${String(index)}`,
  voiceUrl: `https://voice${String(index)}.example.com/in`,
}));

async function openLines(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
}

test.describe('250 numbers', () => {
  test.use({ account: { others: MANY } });

  test('are all there, and found by number, by name and by where they point', async ({ console }) => {
    const { page } = console;
    await openLines(page);
    await expect(page.getByText('250 numbers')).toBeVisible();
    const rows = page.getByRole('group', { name: 'Numbers' }).getByRole('listitem');
    expect(await rows.count()).toBeLessThan(60);
    await console.picture('lines-many');
    await page.keyboard.press('/');
    for (const [query, shown] of [
      ['(212) 555-1123', 'Shop 123'],
      ['shop 199', '+1 212 555 1199'],
      ['voice200.example', 'Shop 200'],
    ] as const) {
      await page.getByLabel('Search lines').fill(query);
      await expect(rows).toHaveCount(1);
      await expect(rows).toContainText(shown);
    }
    await page.getByLabel('Search lines').fill('nobody');
    await expect(page.getByText('No line fits what you search for')).toBeVisible();
  });
});

test.describe('a number that a trunk answers', () => {
  test.use({
    account: { others: [{ phoneNumber: '+12125550199', friendlyName: 'Trunked', trunkSid: `TK${'1'.repeat(32)}` }] },
  });

  test('goes live when that was agreed to, and is put back when it goes off', async ({ console, simulators }) => {
    const { page } = console;
    const number = simulators.carrier.numbers.get('+12125550199');
    await openLines(page);
    await page.getByRole('button', { name: 'Go live, +1 212 555 0199' }).click();
    await expect(page.getByRole('dialog', { name: 'A SIP trunk answers this number' })).toBeVisible();
    await console.picture('lines-consent');
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
    expect(number?.trunk_sid).toBe(`TK${'1'.repeat(32)}`);
    await page.getByRole('button', { name: 'Go live, +1 212 555 0199' }).click();
    await page.getByRole('button', { name: 'Replace it and go live' }).click();
    await page.getByRole('button', { name: 'Go off, +1 212 555 0199' }).click({ trial: true });
    await expect(page.getByRole('listitem').filter({ hasText: 'Trunked' })).toContainText('live');
    await expect.poll(() => number?.trunk_sid).toBeNull();
    await page.getByRole('button', { name: 'Go off, +1 212 555 0199' }).click();
    await expect(page.getByRole('button', { name: 'Go live, +1 212 555 0199' })).toBeVisible();
    expect(number?.trunk_sid).toBe(`TK${'1'.repeat(32)}`);
  });
});
