import type { Page } from '@playwright/test';
import { expect, test } from './gallery';

/** Finds gaps and overlaps between rows of the transcript, named by the words above them. */
function gapsIn(page: Page): Promise<readonly string[]> {
  return page.getByRole('log', { name: 'Transcript' }).evaluate((log) => {
    const rows = Array.from(log.querySelectorAll<HTMLElement>('[data-index]'));
    rows.sort((one, other) => Number(one.dataset['index']) - Number(other.dataset['index']));
    return rows.flatMap((row, index) => {
      const next = rows[index + 1];
      if (next === undefined) return [];
      const gapPx = next.getBoundingClientRect().top - row.getBoundingClientRect().bottom;
      return Math.abs(gapPx) > 1 ? [`${String(gapPx)} px below ${row.textContent}`] : [];
    });
  });
}

test('what the caller cut off is struck out', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('call-interrupted-twice');
  const struck = page.getByRole('log', { name: 'Transcript' }).locator('s');
  await expect(struck).toHaveCount(2);
  await expect(struck.first()).not.toBeEmpty();
  expect(await gapsIn(page), 'rows stand one on the other').toEqual([]);
});

test('a request that was made anew is out of date, and cannot be approved', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('call-tool-stale');
  const stale = page.getByRole('region', { name: 'cancel_order, out of date' });
  await expect(stale).toContainText('Nothing of this was run.');
  await expect(stale.getByRole('button', { name: 'Approve' })).toHaveCount(0);
});

test('an approval is of exactly what is shown, and an answer goes to the call that asks', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('call-approval');
  const card = page.getByRole('region', { name: /^cancel_order, from/ });
  await expect(card).toContainText('Grüße, "sofort"');
  await card.getByRole('button', { name: 'Approve' }).click();
  await expect
    .poll(() => gallery.asked('call.approveTool'))
    .toEqual([{ callId: 'anna', toolCallId: 'tool_cancel_order', digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);

  await gallery.show('call-tool-question');
  await page
    .getByRole('region', { name: /^ask_operator/ })
    .getByRole('button', { name: /^Yes/ })
    .click();
  await expect
    .poll(() => gallery.asked('call.answerTool'))
    .toEqual([{ callId: 'anna', toolCallId: 'tool_ask_operator', output: 'Yes' }]);
});
