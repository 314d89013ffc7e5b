import { recordAudioOf } from '../audio-recorder';
import { expect, test } from './gallery';

test('the speaker is tested, and what was chosen is kept', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('settings-sound');
  const recorder = await recordAudioOf(page);
  await expect(page.getByRole('button', { name: 'Test microphone' })).toBeVisible();
  // The tone is short: play it again if the page was too busy to record it.
  await expect(async () => {
    await page.getByRole('button', { name: 'Play a test tone' }).click();
    await expect(page.getByRole('button', { name: 'Play a test tone' })).toBeEnabled();
    expect(Math.min(...Object.values(await recorder.loudMs())), 'the tone, in both ears').toBeGreaterThan(0);
  }).toPass();
  await page.getByRole('slider', { name: 'Volume' }).press('ArrowLeft');
  await page.getByRole('button', { name: 'Test microphone' }).click();
  await page.getByLabel('Speaker or headset').selectOption({ label: 'Fake Audio Output 2' });
  await page.getByLabel('Microphone', { exact: true }).selectOption({ label: 'Fake Audio Input 2' });
  await expect(page.getByRole('meter')).toBeVisible();
  await page.getByRole('radio', { name: 'Push-to-talk' }).check();
  const chosen = [page.getByLabel('Speaker or headset'), page.getByLabel('Microphone', { exact: true })];
  const values = await Promise.all(chosen.map((select) => select.inputValue()));
  expect(values).not.toContain('');
  await page.reload();
  expect(await Promise.all(chosen.map((select) => select.inputValue()))).toEqual(values);
  await expect(page.getByRole('slider', { name: 'Volume' })).toHaveAttribute('aria-valuenow', '75');
  await expect(page.getByRole('radio', { name: 'Push-to-talk' })).toBeChecked();
});
