import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { interruptingScenario, orderScenario, twoCallersScenario } from '../src/simulator/scenarios/scenarios';
import { expect, test } from './console';

test('a call is seen as it happens, and why it ended', async ({ console, simulators }) => {
  const { page } = console;
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const story = simulators.play(orderScenario);
  await expect(page.getByRole('button', { name: /\+1 212 555 0187/ })).toBeVisible();
  await expect(transcript).toContainText('Hello, you have reached the front desk.');
  await expect(transcript).toContainText("Hi, I'm calling about an order.", { timeout: 20_000 });
  await console.picture('call');
  const [anna] = await story;
  expect(anna?.outcome).toBe('finished');
  await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText(
    'The agent said goodbye and hung up.',
  );
  await console.picture('call-ended');
});

test('what the caller cut off is struck out', async ({ console, simulators }) => {
  const { page } = console;
  const [ben] = await simulators.play(interruptingScenario);
  expect(ben?.outcome).toBe('finished');
  const struck = page.getByRole('log', { name: 'Transcript' }).locator('s');
  await expect(struck).toHaveCount(2);
  await expect(struck.first()).not.toBeEmpty();
  expect(await gapsIn(page), 'rows stand one on the other').toEqual([]);
  await console.picture('call-interrupted');
});

test('two callers at once have conversations of their own', async ({ console, simulators }) => {
  const { page } = console;
  const transcript = page.getByRole('log', { name: 'Transcript' });
  void simulators.play(twoCallersScenario);
  for (const number of ['+1 312 555 0142', '+1 212 555 0187']) {
    const bars = page
      .locator('[data-call-row]', { hasText: number })
      .locator('[data-who="agent"], [data-who="caller"]');
    await expect(bars, 'levels of a call that nobody listens to').toBeVisible({ timeout: 20_000 });
  }
  await page.getByRole('button', { name: /\+1 312 555 0142/ }).click();
  await expect(transcript).toContainText('What time do you open on Saturday?', { timeout: 20_000 });
  await expect(transcript).not.toContainText('calling about an order');
  await page.getByRole('button', { name: /\+1 212 555 0187/ }).click();
  await expect(transcript).toContainText('calling about an order', { timeout: 20_000 });
});

test('a reloaded page shows the call as it was, and the caller notices nothing', async ({ console, simulators }) => {
  const { page } = console;
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const story = simulators.play(orderScenario);
  await expect(transcript).toContainText("Hi, I'm calling about an order.", { timeout: 20_000 });
  await page.reload();
  await expect(transcript).toContainText("Hi, I'm calling about an order.");
  expect((await story)[0]?.outcome).toBe('finished');
  await expect(transcript).toContainText('You are welcome. Goodbye!');
});

test('the operator stops the agent’s words and ends the call, by key', async ({ console, simulators }) => {
  const { page } = console;
  const story = simulators.play(orderScenario);
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await expect(transcript).toContainText('Hello');
  await expect(page.getByRole('button', { name: 'Stop words' })).toBeEnabled();
  await page.keyboard.press('Space');
  await expect(transcript.locator('s')).not.toBeEmpty();
  await page.keyboard.press('e');
  await expect(page.getByRole('alert')).toContainText('End the call with +1 212 555 0187?');
  await expect(async () => {
    // Two Es of one word are no answer, so that the second one counts only after a moment.
    await page.keyboard.press('e');
    await expect(page.getByRole('button', { name: 'Keep' })).toBeHidden({ timeout: 200 });
  }).toPass();
  expect((await story)[0]?.outcome).toBe('cut-off');
  await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText('An operator ended the call');
});

test('the live screen has no barrier that axe can find, in light and in dark', async ({ console, simulators }) => {
  const { page } = console;
  void simulators.play(orderScenario);
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Hello');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    // While the scheme changes a text may for a moment wear one scheme's colour on the other's ground.
    await expect(async () => {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.failureSummary) }))).toEqual([]);
    }).toPass({ timeout: 15_000 });
  }
});

test.describe('with a model service that is not there', () => {
  test.use({ environment: { OPENAI_REALTIME_URL: 'ws://127.0.0.1:9' } });

  test('the caller hears a sentence and the screen says why', async ({ console, simulators }) => {
    const { page } = console;
    const [anna] = await simulators.play(orderScenario);
    expect(anna?.ended.spoken.join(' ')).not.toBe('');
    await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText(
      'the model could not be reached',
    );
  });
});

/** Where the rows of the transcript leave a gap or lie over each other, by the words above it. */
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
