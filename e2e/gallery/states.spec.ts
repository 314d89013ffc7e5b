import { STATES } from '../../src/renderer/gallery/states/states';
import { expectNoBarriersInBoth } from '../barriers';
import { expect, test } from './gallery';

for (const { name, shows, barriers } of STATES) {
  test(`${name} is what it says, without a barrier in light and in dark`, async ({ window }) => {
    await window.showNext(name);
    await expect(window.page.locator('body')).toContainText(shows);
    await expectNoBarriersInBoth(window.page, barriers);
  });
}
