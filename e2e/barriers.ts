import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './console';

export type ColourScheme = 'light' | 'dark';

/** Shows the page in a scheme, as a system that is set so would. */
export async function wear(page: Page, colorScheme: ColourScheme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
}

/** Axe as it is shipped to pages. The builder sends a source of twice the size with every look, which takes most of a look's time. */
const AXE = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');
/** Source for a builder whose page has axe already. */
const NOTHING = ';';

/** Rules of axe whose verdict the colour scheme can change; every other one judges the elements, which are the same in both. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Fails when axe finds a barrier on the page as it is, in the light scheme and in the dark one. */
export async function expectNoBarriersInBoth(page: Page): Promise<void> {
  await wear(page, 'light');
  await expectNoBarriers(page);
  await wear(page, 'dark');
  await expectNoBarriers(page, COLOUR_RULES);
}

/** Fails when axe finds a barrier on the page as it is. `rules`: those of axe to judge by; all of them unless told. */
export async function expectNoBarriers(page: Page, rules: readonly string[] = []): Promise<void> {
  // While the scheme changes a text may for a moment wear one scheme's colour on the other's ground.
  await expect(async () => {
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
    const axe = new AxeBuilder({ page, axeSource: NOTHING }).setLegacyMode().options({ resultTypes: ['violations'] });
    const { violations } = await (rules.length === 0 ? axe : axe.withRules([...rules])).analyze();
    const found = violations.map(({ id, nodes }) => ({
      id,
      at: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })),
    }));
    expect(found).toEqual([]);
  }).toPass({ timeout: 60_000 });
}
