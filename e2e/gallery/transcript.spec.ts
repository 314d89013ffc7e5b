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

test('5 always whispers, and one line to the caller makes the box private again', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('desk-two-calls');
  const aloud = page.getByRole('textbox', { name: 'Speak as agent' });
  const quiet = page.getByRole('textbox', { name: 'Whisper to the agent' });
  await page.keyboard.press('s');
  await expect(aloud).toBeFocused();
  await expect(page.getByText('The caller will hear this, word for word.')).toBeVisible();
  await aloud.fill('One moment, please.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('5');
  await expect(quiet, 'words for the caller are not in the private box').toHaveValue('');
  await quiet.fill('Offer a refund.');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => gallery.asked('operator.whisper'))
    .toEqual([{ callId: 'anna', text: 'Offer a refund.', spoken: false }]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await expect(aloud).toHaveValue('One moment, please.');
  await page.keyboard.press('Enter');
  await expect.poll(() => gallery.asked('operator.say')).toEqual([{ callId: 'anna', text: 'One moment, please.' }]);
  await expect(quiet).toBeFocused();
});

test('copied words and the whole transcript mark what nobody heard', async ({ gallery }) => {
  const { page } = gallery;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await gallery.show('call-interrupted-twice');
  const log = page.getByRole('log', { name: 'Transcript' });
  await expect(log.locator('s').first()).toContainText('[not heard: ');
  await log.evaluate((element) => window.getSelection()?.selectAllChildren(element));
  await page.keyboard.press('Control+c');
  const selected = await copied();
  expect(selected.match(/\[not heard: [^\]]+\]/g)).toHaveLength(2);
  expect(selected.split('\n').every((line) => /^\d+:\d\d \S+( \S+)*: /.test(line))).toBe(true);
  await page.evaluate(() => window.getSelection()?.removeAllRanges());
  await page.keyboard.press('y');
  await expect(page.getByText('The transcript is in the clipboard.')).toBeVisible();
  expect(await copied()).toBe(selected);
});

test('words are found in turns that are not in the page', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('call-long');
  const log = page.getByRole('log', { name: 'Transcript' });
  await page.keyboard.press('Control+f');
  const box = page.getByRole('textbox', { name: 'Find in the transcript' });
  await expect(box).toBeFocused();
  await expect(log.locator('[data-index="0"]')).toHaveCount(0);
  await box.fill('ABOUT PARCEL 101?');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 1');
  await expect(log.locator('[data-found="true"]')).toContainText('And what about parcel 101?');
  await expect(log.locator('[data-found="true"]')).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
});

test('another operator’s turn is theirs on this screen, and is not ended without a word', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('call-anothers-turn');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Another operator is speaking with this caller.');
  await expect(dialog.getByRole('button', { name: /^End their turn/ })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await gallery.asked('operator.handBack')).toEqual([]);
  await expect(page.getByRole('log', { name: 'Transcript' })).not.toContainText('You');
  const panel = page.getByRole('complementary', { name: 'This call' });
  await expect(panel).toContainText('Another operator is speaking with this caller.');
  await page.keyboard.press('e');
  await expect(page.getByRole('alert')).toContainText('Another operator is speaking with them. End the call with');
});

test('an address of a call that is not here opens no other, and an unknown one says so', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('call-gone');
  await expect(page.getByRole('region', { name: 'Conversation' })).toHaveCount(0);
  await page.evaluate(() => (window.location.hash = '#/nowhere'));
  await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
  await page.getByRole('link', { name: 'Show the calls' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toBeVisible();
});
