import path from 'node:path';
import type { Page } from '@playwright/test';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { speakingMicrophone } from './speaking-microphone';

const MICROPHONE = speakingMicrophone(
  'pictured',
  loadClips(path.join(REPOSITORY, 'resources/clips')).audio('carl-refund'),
  6000,
);

test.use({
  args: ['--demo', ...MICROPHONE],
});

async function keep(page: Page, name: string, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  await page.mouse.move(0, 0);
  const file = path.join(REPOSITORY, 'docs/pictures', `${name}-${colorScheme}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
}

test('a practice call and a practice in writing', async ({ console }) => {
  const { page } = console;
  await page.getByRole('link', { name: 'Agents', exact: true }).click();
  const pane = page.getByRole('complementary', { name: 'Practice' });
  const card = pane.getByRole('region', { name: /^refund_order/ });
  await page.getByRole('button', { name: 'Practice call' }).click();
  await expect(card).toBeVisible();
  await page.keyboard.press('m');
  await keep(page, 'practice-call', 'dark');
  await keep(page, 'practice-call', 'light');
  await page.keyboard.press('x');
  await expect(pane.getByRole('region', { name: 'How the call ended' })).toBeVisible();
  await page.getByRole('button', { name: 'Practise in writing' }).click();
  await expect(pane.getByRole('log', { name: 'Transcript' })).toContainText('How can I help you?');
  await pane.getByRole('textbox', { name: 'What the caller says' }).fill('Where is my order A17?');
  await page.keyboard.press('Enter');
  await expect(pane.getByRole('log', { name: 'Transcript' })).toContainText('in the morning with the hour.');
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toBeHidden();
  await page.setViewportSize({ width: 1024, height: 640 });
  await keep(page, 'text-practice', 'dark');
});
