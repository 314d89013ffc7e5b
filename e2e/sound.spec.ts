import path from 'node:path';
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
