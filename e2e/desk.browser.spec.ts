import path from 'node:path';
import type { Page } from '@playwright/test';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './patient';
import { endByKey } from './end-key';
import { speakingMicrophone } from './speaking-microphone';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));

const MICROPHONE = speakingMicrophone('desk', CLIPS.audio('ben-order'), 600);

test.use({
  environment: { SWITCHBOARD_LIVE_LINES: '*' },
  switches: MICROPHONE,
  account: { called: () => ({ then: 'is-busy', ringsMs: 300 }) },
});

test('a call from its first word to its end with the keyboard alone', async ({ console, simulators }) => {
  const { page } = console;
  const { keyboard } = page;
  const dialog = page.getByRole('dialog');
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await expect(page.getByText('+1 415 555 0134').first()).toBeVisible();
  const anna = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  await expect(page.locator('[data-call-row]')).toHaveCount(1);
  const ben = simulators.carrier.dial({ from: '+442079460991', to: simulators.number });
  await expect(page.locator('[data-call-row]')).toHaveCount(2);
  const look = (name: string): Promise<void> => console.picture(`desk-${name}`);

  await keyboard.press('ArrowDown');
  await expectShown(page, '+44 20 7946 0991');
  await keyboard.press('ArrowUp');
  await expectShown(page, '+1 212 555 0187');

  await expect(page.getByRole('button', { name: 'Listen', exact: true })).toBeEnabled();
  await keyboard.press('4');
  await expect(page.getByRole('button', { name: 'Listen', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await look('listening');
  await keyboard.press('5');
  await keyboard.type('Ask for the order number.');
  await keyboard.press('Enter');
  await expect(transcript).toContainText('Whisper: Ask for the order number.');
  await keyboard.press('Escape');

  await keyboard.press('p');
  await keyboard.type('12#');
  await expect(page.getByRole('status', { name: 'Sent' })).toHaveText('12#');
  await look('keypad');
  await keyboard.press('Escape');
  await expect(transcript).toContainText('The operator pressed #');

  await keyboard.press('6');
  const bar = page.getByRole('alert').filter({ hasText: 'Live to caller' });
  await expect(bar).toContainText('Your microphone is heard by +1 212 555 0187');
  await look('live-to-caller');
  await keyboard.press('m');
  await expect(bar).toContainText('You are muted');
  // The bar comes with main's answer; the floor, and with it the way back, with the event behind it.
  await expect(
    page.getByRole('complementary', { name: 'This call' }).getByRole('button', { name: 'Hand back' }),
  ).toBeEnabled();
  await keyboard.press('1');
  await expect(page.getByRole('textbox', { name: 'Brief for the agent' })).toBeFocused();
  await look('brief');
  await keyboard.press('Control+a');
  await keyboard.type('Nothing was promised.');
  await keyboard.press('Control+Enter');
  await expect(bar).toBeHidden();
  await expect(transcript).toContainText('Handed back to the agent: Nothing was promised.');

  const before = page.locator('[aria-current="true"][data-call-row]');
  await before.focus();
  expect(await focusedByPalette(page)).toBe('Search');
  await expect(page.getByRole('button', { name: 'Go to Agents' })).toBeVisible();
  await look('palette-all');
  await keyboard.press('Escape');
  await expect(before).toBeFocused();
  await keyboard.press('Control+k');
  await keyboard.type('Transfer');
  await expect(
    page
      .getByRole('option')
      .or(page.getByRole('button', { name: /^Transfer/ }))
      .first(),
  ).toBeVisible();
  await look('palette');
  await keyboard.press('Enter');
  await expect(dialog.getByLabel('To', { exact: true })).toBeFocused();
  await keyboard.type('+1 212 555 0180');
  await look('transfer');
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('transfer failed')).toBeVisible();
  await expect(transcript).toContainText('The transfer to +1 212 555 0180 failed: busy');
  await look('transfer-failed');

  await keyboard.press('c');
  await expect(dialog.getByLabel('To', { exact: true })).toBeFocused();
  await expect(dialog.getByLabel('Agent')).toBeVisible();
  await look('call-out');
  await keyboard.press('Escape');
  await keyboard.press('?');
  await expect(dialog).toContainText('Everything by name');
  await look('shortcuts');
  await keyboard.press('Escape');

  await expect(page.getByRole('region', { name: 'Dead air' })).toContainText('The caller says nothing.');
  await look('dead-air');
  await keyboard.press('e');
  await expect(page.getByRole('alert').filter({ hasText: 'End the call with' })).toBeVisible();
  await look('end');
  await keyboard.press('Escape');
  await endByKey(page);
  await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText('An operator ended the call');
  await look('ended');
  ben.hangUp();
  await Promise.all([anna.ended, ben.ended]);
});

async function expectShown(page: Page, number: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible();
}

/**
 * Opens the palette within the page and returns the focused element before the page does anything else. Letters typed at
 * once must reach that element.
 */
async function focusedByPalette(page: Page): Promise<string | null | undefined> {
  return page.evaluate(async () => {
    const chord = { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true };
    document.documentElement.dispatchEvent(new KeyboardEvent('keydown', chord));
    await Promise.resolve();
    return document.activeElement?.getAttribute('aria-label');
  });
}
