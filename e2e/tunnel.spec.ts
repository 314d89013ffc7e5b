import type { Page } from '@playwright/test';
import { ANSWER, ask, untilAnswered } from './hours-caller';
import { expect, test } from './reached';

/** Takes the one line live. */
async function goLive(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await page.getByRole('button', { name: 'Go live, +1 415 555 0134' }).click();
  await expect(page.getByRole('button', { name: 'Test, +1 415 555 0134' })).toBeVisible();
}

test('a live line is tested with nobody calling, and says what stands in the way', async ({ console, tunnel }) => {
  const { page } = console;
  const line = page.getByRole('group', { name: 'Numbers' }).getByRole('listitem').first();
  await goLive(page);
  await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
  await expect(line.getByText('A call to this number would be answered.')).toBeVisible();
  await console.picture('lines-test-passed');
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No calls yet' })).toBeVisible();

  tunnel.refuse(true);
  tunnel.reset();
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
  await expect(line.getByRole('region', { name: /Test of/ })).toContainText('The connection to the public URL broke.');
  await expect(line).toContainText('degraded');
  await expect(line).toContainText('since');
  await console.picture('lines-test-failed');

  tunnel.refuse(false);
  await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
  await expect(line.getByText('A call to this number would be answered.')).toBeVisible();
  await expect(line.getByText('degraded')).toHaveCount(0);
  await page.getByRole('button', { name: 'Close the test' }).click();
  await expect(page.getByRole('list', { name: 'Steps of the test' })).toHaveCount(0);
});

test('a call outlives the tunnel it came through', async ({ console, tunnel, simulators }) => {
  const { page } = console;
  await goLive(page);
  const call = simulators.carrier.dial({ from: '+13125550142', to: simulators.number });
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Hello');

  tunnel.refuse(true);
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
  const line = page.getByRole('group', { name: 'Numbers' }).getByRole('listitem').first();
  await expect(line).toContainText('degraded');
  await expect(page.getByRole('banner')).toContainText('degraded');
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await ask(call);
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText(ANSWER);
  await console.picture('tunnel-lost-in-a-call');
  await untilAnswered(call);
  call.hangUp();
  expect((await call.ended).endedBy).toBe('caller');

  tunnel.refuse(false);
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
  await expect(line.getByText('degraded')).toHaveCount(0);
});
