import { atStep } from '../onboarding-steps';
import { expect, test } from './gallery';

test('what failed on the way to a live line can be tried again, in the set-up and among the lines', async ({
  gallery,
}) => {
  const { page } = gallery;
  await gallery.show('setup-line-failed');
  await atStep(page, 'A line, and what it says');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect
    .poll(() => gallery.asked('line.goLive'))
    .toEqual([{ number: '+14155550134', takesOverOtherRouting: false }]);
  await gallery.show('lines-go-live-failed');
  await page.getByRole('button', { name: 'Retry, +1 415 555 0134' }).click();
  await expect
    .poll(() => gallery.asked('line.goLive'))
    .toEqual([{ number: '+14155550134', takesOverOtherRouting: false }]);
});

test('a number that a trunk answers is taken over only by consent', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('lines-consent');
  const dialog = page.getByRole('dialog', { name: 'A SIP trunk answers this number' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
  await expect(dialog).toBeHidden();
  expect(await gallery.asked('line.goLive')).toEqual([]);
});

test('a degraded line says so in its row, and a test of it is passed or not', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('lines-degraded');
  await expect(page.getByRole('group', { name: 'Numbers' })).toContainText('degraded');
  await gallery.show('line-test-passed');
  await expect(page.getByText('A call to this number would be answered.')).toBeVisible();
  expect(await gallery.asked('line.test')).toEqual([{ number: '+14155550134' }]);
});

test('each section of the settings has its heading', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('settings-about');
  for (const section of ['Keys', 'Reach', 'Fallback', 'Default agent', 'Appearance', 'About']) {
    await page.getByRole('link', { name: section, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: section })).toBeVisible();
  }
});
