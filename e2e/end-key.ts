import type { Page } from '@playwright/test';
import { expect } from './console';

/** Ends the call on show with the key alone, and confirms it: two Es of one word are no answer, so the second one waits. */
export async function endByKey(page: Page): Promise<void> {
  const keep = page.getByRole('button', { name: 'Keep' });
  await page.keyboard.press('e');
  await expect(keep).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('e');
    await expect(keep).toBeHidden({ timeout: 500 });
  }).toPass();
}
