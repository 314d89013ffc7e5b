import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { recordAudioOf } from './audio-recorder';
import { speakingMicrophone } from './speaking-microphone';

const MICROPHONE = speakingMicrophone(
  'tested',
  loadClips(path.join(REPOSITORY, 'resources/clips')).audio('anna-order'),
  200,
);

test.use({
  switches: MICROPHONE,
});

async function openSound(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Sound' }).click();
  await expect(page.getByRole('button', { name: 'Test microphone' })).toBeVisible();
}

test('the microphone is tested, heard by nobody, and off again', { tag: '@desktop' }, async ({ console }) => {
  const { page } = console;
  const recorder = await recordAudioOf(page);
  await openSound(page);
  expect(await recorder.microphonesAsked()).toBe(0);
  await page.getByRole('button', { name: 'Test microphone' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your voice comes through.' })).toBeVisible();
  expect(await recorder.openMicrophones()).toBe(1);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await console.picture(`sound-${colorScheme}`);
  }
  await page.getByRole('button', { name: 'Stop the test' }).click();
  await expect(page.getByRole('meter')).toBeHidden();
  expect(await recorder.openMicrophones()).toBe(0);

  await page.getByRole('button', { name: 'Test microphone' }).click();
  await expect(page.getByRole('meter')).toBeVisible();
  await page.getByRole('link', { name: 'Live' }).click();
  await expect.poll(() => recorder.openMicrophones()).toBe(0);

  // Imitates a browser that delivers audio only by the sound card's clock.
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor'));
  await openSound(page);
  await page.getByRole('button', { name: 'Test microphone' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your voice comes through.' })).toBeVisible();
  await page.getByRole('button', { name: 'Stop the test' }).click();
  await expect.poll(() => recorder.openMicrophones()).toBe(0);
  expect(await recorder.microphonesAsked()).toBe(3);
  expect(await recorder.microphoneFrames()).toBe(0);
});

test('the speaker is tested, and what was chosen is kept', async ({ console }) => {
  const { page } = console;
  const recorder = await recordAudioOf(page);
  await openSound(page);
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

test('the sound settings have no barrier that axe can find', async ({ console }) => {
  const { page } = console;
  await openSound(page);
  await page.getByRole('button', { name: 'Test microphone' }).click();
  await expect(page.getByRole('meter')).toBeVisible();
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.failureSummary) }))).toEqual([]);
  }).toPass();
});
