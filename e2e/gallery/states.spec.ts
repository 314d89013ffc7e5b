import { STATES } from '../../src/renderer/gallery/states/states';
import { expectNoBarriers, wear } from '../barriers';
import { expect, test } from './gallery';

for (const { name, shows } of STATES) {
  test(`${name} shows what it is, without a barrier in light and in dark`, async ({ gallery }) => {
    await gallery.show(name);
    await expect(gallery.page.locator('body')).toContainText(shows);
    for (const colorScheme of ['light', 'dark'] as const) {
      await wear(gallery.page, colorScheme);
      await expectNoBarriers(gallery.page);
    }
  });
}
