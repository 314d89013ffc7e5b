import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './console';

export type ColourScheme = 'light' | 'dark';

/** Shows the page in a colour scheme, as if the system were set to it. */
export async function wear(page: Page, colorScheme: ColourScheme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
}

/** Axe as it is shipped to pages. The builder sends a source of twice the size with every look, which takes most of a look's time. */
const AXE = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');
/** Source for a builder whose page has axe already. */
const NOTHING = ';';
/** Bound of a look that fails; ms. */
const PATIENCE_MS = 60_000;

/** Rules of axe whose verdict the colour scheme can change; every other one judges the elements, which are the same in both. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * Fails when axe finds a barrier on the page as it is, in the light scheme or in the dark one. `known`: rules that are broken in
 * the light scheme, all of which must be, so that none stays on the list after it was mended.
 */
export async function expectNoBarriersInBoth(page: Page, known: readonly string[] = []): Promise<void> {
  await wear(page, 'light');
  if (known.length === 0) await expectNoBarriers(page);
  else {
    await expect(async () => {
      const broken = (await barriersOn(page)).map(({ id }) => id);
      expect(broken).toEqual(known);
    }).toPass({ timeout: PATIENCE_MS });
  }
  await wear(page, 'dark');
  await expectNoBarriers(page, COLOUR_RULES);
}

/** Fails when axe finds a barrier on the page as it is. `rules`: those of axe to judge by; all of them unless told. */
export async function expectNoBarriers(page: Page, rules: readonly string[] = []): Promise<void> {
  // During a change of scheme a text may briefly have one scheme's colour on the other's background.
  await expect(async () => expect(await barriersOn(page, rules)).toEqual([])).toPass({ timeout: PATIENCE_MS });
}

interface Barrier {
  readonly id: string;
  readonly at: readonly unknown[];
}

async function barriersOn(page: Page, rules: readonly string[] = []): Promise<readonly Barrier[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const axe = new AxeBuilder({ page, axeSource: NOTHING }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules.length === 0 ? axe : axe.withRules([...rules])).analyze();
  return violations.map(({ id, nodes }) => ({
    id,
    at: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })),
  }));
}
