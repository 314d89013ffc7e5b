import path from 'node:path';
import type { Page } from '@playwright/test';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { putEarTo } from './ear';
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
  const ear = await putEarTo(page);
  await openSound(page);
  expect(await ear.microphonesAsked()).toBe(0);
  await page.getByRole('button', { name: 'Test microphone' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your voice comes through.' })).toBeVisible();
  expect(await ear.openMicrophones()).toBe(1);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await console.picture(`sound-${colorScheme}`);
  }
  await page.getByRole('button', { name: 'Stop the test' }).click();
  await expect(page.getByRole('meter')).toBeHidden();
  expect(await ear.openMicrophones()).toBe(0);

  await page.getByRole('button', { name: 'Test microphone' }).click();
  await expect(page.getByRole('meter')).toBeVisible();
  await page.getByRole('link', { name: 'Live' }).click();
  await expect.poll(() => ear.openMicrophones()).toBe(0);

  // As in a browser that hands sound out by the sound card's clock alone.
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor'));
  await openSound(page);
  await page.getByRole('button', { name: 'Test microphone' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your voice comes through.' })).toBeVisible();
  await page.getByRole('button', { name: 'Stop the test' }).click();
  await expect.poll(() => ear.openMicrophones()).toBe(0);
  expect(await ear.microphonesAsked()).toBe(3);
  expect(await ear.microphoneFrames()).toBe(0);
});
