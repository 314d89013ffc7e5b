import { expect, test } from './console';

test.use({ switches: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'] });

test('a microphone that is not allowed is explained, and asked for again when told to', async ({ console }) => {
  const { page } = console;
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Sound' }).click();
  await page.getByRole('button', { name: 'Test microphone' }).click();
  const picker = page.getByLabel('Microphone', { exact: true });
  await expect(page.getByText('Switchboard may not use the microphone.')).toBeVisible();
  await expect(picker).toHaveAttribute('aria-invalid', 'true');
  await console.picture('sound-denied');

  await page.context().grantPermissions(['microphone']);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('meter', { name: 'Microphone level' })).toBeVisible();
  await expect(page.getByText('Switchboard may not use the microphone.')).toBeHidden();
});
