import type { Page } from '@playwright/test';
import { expect, test } from './console';
import type { CalledScript } from '../src/simulator/twilio/called/called-person';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';

const OPENING = 'Good morning, this is about your order.';

const HAND = '+1 212 555 0187';
const BUSY = '+1 212 555 0188';
const ABSENT = '+1 212 555 0189';
const MACHINE = '+1 212 555 0190';

const PEOPLE: Readonly<Record<string, CalledScript>> = {
  [HAND]: { then: 'by-hand' },
  [BUSY]: { then: 'is-busy' },
  [ABSENT]: { then: 'by-hand' },
  [MACHINE]: { then: 'answers', isMachine: true },
};

test.use({
  environment: { SWITCHBOARD_LIVE_LINES: '*' },
  account: {
    called: (number) => Object.entries(PEOPLE).find(([shown]) => shown.replaceAll(' ', '') === number)?.[1],
  },
});

async function callOut(page: Page, number: string, opening = ''): Promise<void> {
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('To', { exact: true }).fill(number);
  await expect(dialog.getByLabel('Agent')).toBeVisible();
  await dialog.getByLabel('First words').fill(opening);
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible();
}

test('a call out is shown as it rings, is answered, is busy, is not answered and reaches a machine', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const placed: SimulatedCall[] = [];
  simulators.carrier.onPlacedCall((call) => placed.push(call));
  const conversation = page.getByRole('region', { name: 'Conversation' });
  const end = page.getByRole('region', { name: 'How the call ended' });
  await expect(page.getByText('+1 415 555 0134').first()).toBeVisible();

  await callOut(page, HAND, OPENING);
  await expect(conversation.getByText('their phone is ringing')).toBeVisible();
  await expect(conversation.getByText('call out', { exact: true })).toBeVisible();
  placed[0]?.pickUp();
  await placed[0]?.untilAgentSpeaks();
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText(OPENING);
  placed[0]?.hangUp();
  await expect(end).toContainText('The person who was called hung up.');
  await expect(end).toContainText('Ended by the person who was called');

  await callOut(page, BUSY);
  await expect(end).toContainText('The number was busy.');
  await callOut(page, ABSENT);
  await expect(conversation.getByText('their phone is ringing')).toBeVisible();
  placed[2]?.refuse('does-not-answer');
  await expect(end).toContainText('Nobody answered.');

  await callOut(page, MACHINE);
  await expect(conversation.getByText('voicemail', { exact: true })).toBeVisible();
  await expect(page.locator('[data-call-row]').first()).toContainText('voicemail');
  await console.picture('call-out-voicemail');
  for (const call of placed) call.hangUp();
  await Promise.all(placed.map((call) => call.ended));
});
