import { expect, type Page } from '@playwright/test';
import { overflowsOf, strangersIn } from './page-faults';

/**
 * Scrolls through the whole transcript, checks each part for strangers, overflows and deceiving characters, and returns the texts
 * of all turns.
 */
export async function readTranscript(page: Page): Promise<readonly string[]> {
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const turns = new Map<string, string>();
  await transcript.evaluate((log) => log.scrollTo(0, 0));
  for (let isEnd = false; !isEnd;) {
    const step = await transcript.evaluate(async (log) => {
      const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
      await frame();
      await frame();
      const rows = Array.from(log.querySelectorAll<HTMLElement>('[data-index]'));
      const texts = rows.map((row) => [row.dataset['index'] ?? '', row.textContent] as const);
      const isAtEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 1;
      log.scrollBy(0, log.clientHeight - 80);
      return { texts, isAtEnd };
    });
    for (const [index, text] of step.texts) turns.set(index, text.replace(/\p{Cs}/gu, '\uFFFD'));
    expect(await strangersIn(page)).toEqual([]);
    expect(await overflowsOf(page, '[role=log]')).toEqual([]);
    isEnd = step.isAtEnd;
  }
  const texts = [...turns.values()];
  expect(
    texts.filter((text) =>
      /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/u.test(text),
    ),
  ).toEqual([]);
  return texts;
}
