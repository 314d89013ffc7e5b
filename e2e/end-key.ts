import type { Page } from '@playwright/test';
import { expect } from './console';

/**
 * Ends the call on show by keyboard and confirms it. The second E waits: two typed in quick succession, as in a word, do not
 * confirm.
 */
export async function endByKey(page: Page): Promise<void> {
  const keep = page.getByRole('button', { name: 'Keep' });
  await page.keyboard.press('e');
  await expect(keep).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('e');
    await expect(keep).toBeHidden({ timeout: 500 });
  }).toPass();
}
