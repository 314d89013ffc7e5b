import { STATES } from '../../src/renderer/gallery/states/states';
import { expectNoBarriersInBoth } from '../barriers';
import { expect, test } from './gallery';

for (const { name, shows } of STATES) {
  test(`${name} is what it says, without a barrier in light and in dark`, async ({ gallery }) => {
    await gallery.show(name);
    await expect(gallery.page.locator('body')).toContainText(shows);
    await expectNoBarriersInBoth(gallery.page);
  });
}
