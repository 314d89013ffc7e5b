import path from 'node:path';
import type { Page } from '@playwright/test';
import { loadClips } from '../src/simulator/clips/clips';
import { orderScenario, silentScenario } from '../src/simulator/scenarios/scenarios';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { speakingMicrophone } from './speaking-microphone';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));

const MICROPHONE = speakingMicrophone('pictures', CLIPS.audio('dana-hello'), 2500);

test.use({
  shell: 'browser',
  switches: MICROPHONE,
});

/** Retakes a picture of docs/pictures in each colour scheme, one straight after the other. */
async function keep(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await page.screenshot({
      path: path.join(REPOSITORY, 'docs/pictures', `${name}-${colorScheme}.png`),
      animations: 'disabled',
    });
  }
}

async function inDark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
}

test.describe('the demonstration', () => {
  test.use({ args: ['--demo'] });

  test('about to say', async ({ console }) => {
    const { page } = console;
    await inDark(page);
    const transcript = page.getByRole('log', { name: 'Transcript' });
    await page.getByRole('button', { name: /\+1 212 555 0187/ }).click();
    await expect(transcript).toContainText('calling about an order');
    await page.keyboard.press('5');
    await page.keyboard.type('Offer a refund if it is more than five days late.');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(transcript).toContainText('the hour.');
    await keep(page, 'about-to-say');
  });

  test('listening, live to a caller, and the brief', async ({ console }) => {
    const { page } = console;
    await inDark(page);
    const transcript = page.getByRole('log', { name: 'Transcript' });
    await page.getByRole('button', { name: /\+1 312 555 0142/ }).click();
    await page.keyboard.press('4');
    await expect(page.getByRole('region', { name: /refund_order/ })).toBeVisible();
    await expect(transcript).toContainText('Let me check that with a colleague.');
    await keep(page, 'listening');
    await page.keyboard.press('6');
    await expect(transcript).toContainText('this is Dana from the shop');
    await keep(page, 'live-to-caller');
    await page.keyboard.press('m');
    await page.keyboard.press('1');
    await expect(page.getByRole('textbox', { name: 'Brief for the agent' })).toContainText('Dana');
    await keep(page, 'hand-back-brief');
  });
});

test.describe('with a person who is busy', () => {
  test.use({
    environment: { SWITCHBOARD_LIVE_LINES: '*' },
    account: { called: () => ({ then: 'is-busy', ringsMs: 300 }) },
  });

  test('a transfer that fails', async ({ console, simulators }) => {
    const { page } = console;
    await inDark(page);
    const transcript = page.getByRole('log', { name: 'Transcript' });
    const anna = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
    await expect(page.getByRole('button', { name: /\+1 212 555 0187/ })).toBeVisible();
    void simulators.play({
      ...orderScenario,
      callers: orderScenario.callers.map((caller) => ({ ...caller, from: '+442079460991' })),
    });
    await anna.untilAgentQuiet(1000);
    await anna.speak(CLIPS.audio('anna-order'));
    await expect(transcript).toContainText('Could you tell me your order number');
    await page.keyboard.press('t');
    const to = page.getByRole('dialog').getByLabel('To', { exact: true });
    await expect(to).toBeFocused();
    await to.fill('+1 212 555 0180');
    await page.keyboard.press('Enter');
    await expect(page.getByText('transfer failed')).toBeVisible();
    await expect(transcript).toContainText('What else can I do for you?');
    await keep(page, 'transfer-failed');
    anna.hangUp();
    await anna.ended;
  });
});

test.describe('with a caller who says nothing', () => {
  test.use({ environment: { SWITCHBOARD_LIVE_LINES: '*' } });

  test('dead air explained', async ({ console, simulators }) => {
    const { page } = console;
    await inDark(page);
    void simulators.play(silentScenario);
    await page.getByRole('button', { name: /Anonymous/ }).click();
    void simulators.play(orderScenario);
    await expect(page.getByText(/^silent \d+ s$/)).toBeVisible();
    await keep(page, 'dead-air');
  });
});
