import { expect, test } from './console';

test('the console opens', { tag: '@desktop' }, async ({ console }) => {
  await expect(console.page).toHaveTitle('Switchboard');
  await expect(console.page.locator('#root')).not.toBeEmpty();
  await console.picture('open');
});
