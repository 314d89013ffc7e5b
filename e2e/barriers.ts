import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './console';

export type ColourScheme = 'light' | 'dark';

/** Shows the page in a colour scheme, as if the system were set to it. */
export async function wear(page: Page, colorScheme: ColourScheme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
}

/** Fails when axe finds an accessibility barrier on the page. */
export async function expectNoBarriers(page: Page): Promise<void> {
  // During a change of scheme a text may briefly have one scheme's colour on the other's background.
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const found = violations.map(({ id, nodes }) => ({
      id,
      at: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })),
    }));
    expect(found).toEqual([]);
  }).toPass({ timeout: 60_000 });
}
