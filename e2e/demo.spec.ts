import { expect, test } from './console';

test.use({ args: ['--demo'] });

test('the demonstration rings in, and an operator answers for the agent', { tag: '@desktop' }, async ({ console }) => {
  const { page } = console;
  const transcript = page.getByRole('log', { name: 'Transcript' });
  /** The caller's row: a call that needs an operator is named elsewhere too. */
  const row = (caller: RegExp) => page.getByRole('button', { name: caller }).and(page.locator('[data-call-row]'));
  for (const caller of [/\+1 212 555 0187/, /\+44 20 7946 0991/, /\+1 312 555 0142/]) {
    await expect(row(caller)).toBeVisible();
  }
  await row(/\+1 312 555 0142/).click();
  const card = page.getByRole('region', { name: /refund_order/ });
  await expect(card).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await console.picture('demo-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  await console.picture('demo-light');
  await card.getByLabel('Answer to refund_order').fill('{"refunded": true}');
  await card.getByRole('button', { name: /^Answer/ }).click();
  await expect(card).toBeHidden();
  await expect(transcript).toContainText('refunded', { ignoreCase: true });
});
