import { expect, test } from './console';
import { desktop } from './desktop-life';

test.use({ args: ['--use-fake-device-for-media-stream'] });

test('a microphone that is not allowed is explained, and asked for again when told to', async ({ console }) => {
  const { page } = console;
  // Answers the permission prompt for the microphone with no, then with yes.
  await desktop(console).evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  });
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Sound' }).click();
  await page.getByRole('button', { name: 'Test microphone' }).click();
  const picker = page.getByLabel('Microphone', { exact: true });
  await expect(page.getByText('Switchboard may not use the microphone.')).toBeVisible();
  await expect(picker).toHaveAttribute('aria-invalid', 'true');
  await console.picture('sound-denied');

  await desktop(console).evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
      answer(permission === 'media'),
    );
  });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('meter', { name: 'Microphone level' })).toBeVisible();
  await expect(page.getByText('Switchboard may not use the microphone.')).toBeHidden();
});
