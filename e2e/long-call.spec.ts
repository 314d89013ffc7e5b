import { expect, test as base } from './console';
import { presetJournal } from './data-folder';
import { longCall } from './long-call';

/** Most elements of a page: it must not grow with the transcript. */
const MAX_ELEMENTS = 1_000;

const test = base.extend({
  dataFolder: async ({ dataFolder }, use) => {
    presetJournal(dataFolder, longCall());
    await use(dataFolder);
  },
});

test('a call of 10,000 turns opens at its end, and scrolls to its beginning', async ({ console }) => {
  const { page } = console;
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await expect(transcript).toContainText('Turn 9998.');
  const elements = (): Promise<number> => transcript.evaluate((log) => log.querySelectorAll('*').length);

  await page.reload();
  await expect(transcript).toContainText('Turn 9998.');
  await console.picture('long-call');
  expect(await elements()).toBeLessThan(MAX_ELEMENTS);

  await transcript.focus();
  await page.keyboard.press('Home');
  await expect(transcript).toContainText('Turn 0.');
  expect(await elements()).toBeLessThan(MAX_ELEMENTS);

  const ride = await transcript.evaluate(async (log) => {
    let blanks = 0;
    let most = 0;
    for (let step = 0; step < 120; step += 1) {
      log.scrollBy(0, log.clientHeight * 0.9);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      most = Math.max(most, log.querySelectorAll('*').length);
      const { left, width, top, height } = log.getBoundingClientRect();
      const middle = document.elementFromPoint(left + width / 2, top + height / 2);
      if (!middle?.closest('[data-index]')) blanks += 1;
    }
    return { most, blanks };
  });
  expect(ride.most).toBeLessThan(MAX_ELEMENTS);
  expect(ride.blanks).toBe(0);

  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(transcript).toContainText('Turn 9998.');
});
