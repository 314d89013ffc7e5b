import path from 'node:path';
import type { Page } from '@playwright/test';
import type { NumberSeed } from '../src/simulator/twilio/rest/phone-numbers';
import { REPOSITORY } from './binaries';
import { expect, test as base } from './console';
import { openDesktop } from './desktop-console';
import { NO_KEYRING, startKeyring, type Keyring } from './keyring';
import { atStep, enter, enterOpenAiKey, enterTwilioKeys, NO_KEYS } from './onboarding-steps';

/** Playwright's `test` for the desktop app in a session with a key store, as most users have one. */
const test = base.extend<{ readonly plain: Readonly<Record<string, string>>; readonly store: Keyring }>({
  plain: [{}, { option: true }],
  store: async ({}, use, info) => {
    const store = await startKeyring({ folder: info.outputPath('store') });
    await use(store);
    await store.close();
  },
  environment: async ({ plain, store }, use) => use({ ...plain, ...store.environment }),
});

const SYSTEM_KEYRING = path.join(__dirname, 'system-keyring.cjs');

test.use({ modules: [SYSTEM_KEYRING] });

/** Retakes a picture of docs/pictures from the running app. */
async function keep(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(REPOSITORY, 'docs/pictures', `${name}.png`), animations: 'disabled' });
}

async function inDark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
}

const SHOPS: readonly NumberSeed[] = Array.from({ length: 249 }, (_, index) => ({
  phoneNumber: `+1212555${String(1000 + index)}`,
  friendlyName: `Shop ${String(index + 1)}`,
  ...(index % 7 === 2 ? { voiceApplicationSid: `AP${'1'.repeat(32)}` } : {}),
  ...(index % 11 === 5 ? { trunkSid: `TK${'1'.repeat(32)}` } : {}),
  ...(index % 3 === 0 ? { voiceUrl: 'https://voice.example.com/in' } : {}),
}));

test.describe('set-up', () => {
  test.use({ plain: NO_KEYS });

  test('each step', async ({ console, simulators, publicPort }) => {
    const { page } = console;
    await inDark(page);
    await atStep(page, 'The model that talks');
    await keep(page, 'onboarding-model-dark');
    await enterOpenAiKey(page, 'sk-proj-nobody-knows-this-one');
    await expect(page.getByText('OpenAI does not know this key')).toBeVisible();
    await keep(page, 'onboarding-model-refused-dark');
    await page.getByRole('button', { name: 'Replace the OpenAI API key' }).click();
    await enterOpenAiKey(page, simulators.environment['OPENAI_API_KEY'] ?? '');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await atStep(page, 'Your phone numbers');
    const { sid, authToken } = simulators.carrier.account;
    await enterTwilioKeys(page, sid, '0'.repeat(32));
    await expect(page.getByText('Twilio does not know this pair')).toBeVisible();
    await keep(page, 'onboarding-carrier-refused-dark');
    await page.getByRole('button', { name: 'Replace the Twilio Auth Token' }).click();
    await enter(page, 'Twilio Auth Token', authToken);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Twilio takes the Account SID and the Auth Token.')).toBeVisible();
    await keep(page, 'onboarding-carrier-dark');
    await page.getByRole('button', { name: 'Continue' }).click();
    await atStep(page, 'How calls reach you');
    await expect(page.getByText('The tunnel waits for the ngrok authtoken.')).toBeVisible();
    await keep(page, 'onboarding-tunnel-dark');
    await page.getByLabel('My own URL').check();
    await enter(page, 'Public URL', `http://127.0.0.1:${publicPort}`);
    await page.getByRole('button', { name: 'Use this URL' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await atStep(page, 'A line, and what it says');
    await page.getByRole('button', { name: 'Go live' }).click();
    await expect(page.getByText('+1 415 555 0134 is live.')).toBeVisible();
    await keep(page, 'onboarding-line-dark');
  });
});

test('keys without a key store, and with one that is locked', async ({
  electron,
  display,
  dataFolder,
  simulators,
}, info) => {
  const environment = { ...simulators.environment, ...NO_KEYS };
  const start = (store: Readonly<Record<string, string>>) =>
    openDesktop({
      electron,
      display,
      dataFolder,
      environment: { ...environment, ...store },
      modules: [SYSTEM_KEYRING],
    });

  const without = await start(NO_KEYRING);
  await inDark(without.page);
  await enterOpenAiKey(without.page, simulators.environment['OPENAI_API_KEY'] ?? '');
  await without.page.getByRole('button', { name: 'Keep them anyway…' }).click();
  await expect(without.page.getByRole('button', { name: 'Accept weaker protection' })).toBeVisible();
  await keep(without.page, 'onboarding-weaker-dark');
  await without.stop();

  for (const isLocked of [false, true]) {
    const keyring = await startKeyring({ folder: info.outputPath('login'), isLocked });
    const { page, stop } = await start(keyring.environment);
    await inDark(page);
    if (isLocked) {
      await expect(page.getByText(/locked/).first()).toBeVisible();
      await keep(page, 'onboarding-locked-dark');
    } else {
      await enterOpenAiKey(page, simulators.environment['OPENAI_API_KEY'] ?? '');
      await expect(page.getByText('OpenAI takes the key')).toBeVisible();
    }
    await stop();
    await keyring.close();
  }
});

test.describe('with 250 numbers', () => {
  test.use({ account: { others: SHOPS } });

  test('lines and keys', async ({ console }) => {
    const { page } = console;
    await inDark(page);
    await page.getByRole('link', { name: 'Lines', exact: true }).click();
    await page.getByRole('button', { name: 'Go live, +1 415 555 0134' }).click();
    await expect(page.getByRole('button', { name: 'Test, +1 415 555 0134' })).toBeVisible();
    await keep(page, 'lines-dark');
    await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
    await expect(page.getByText('A call to this number would be answered.')).toBeVisible();
    await keep(page, 'lines-tested-dark');
    await page.getByRole('button', { name: 'Close the test' }).click();
    await page.getByRole('button', { name: 'Go live, +1 212 555 1002' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await keep(page, 'lines-consent-dark');
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByText('Twilio takes the Account SID and the Auth Token.')).toBeVisible();
    await keep(page, 'settings-keys-dark');
  });
});

test.describe('with a public address that leads nowhere', () => {
  test.use({ plain: { SWITCHBOARD_PUBLIC_URL: 'http://127.0.0.1:9' } });

  test('a line that does not go live', async ({ console }) => {
    const { page } = console;
    await inDark(page);
    await page.getByRole('link', { name: 'Lines', exact: true }).click();
    await page.getByRole('button', { name: 'Go live, +1 415 555 0134' }).click();
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
    await keep(page, 'lines-failed-dark');
  });
});

test.describe('the demonstration', () => {
  test.use({ args: ['--demo'] });

  test('live', async ({ console }) => {
    const { page } = console;
    await inDark(page);
    const calls = page.getByRole('region', { name: 'Calls' });
    const transcript = page.getByRole('log', { name: 'Transcript' });
    await calls.getByRole('button', { name: /\+44 20 7946 0991/ }).click();
    await expect(transcript.locator('s')).toHaveCount(2);
    await expect(transcript).toContainText('Sure, go ahead.');
    await keep(page, 'interrupted-dark');
    await calls.getByRole('button', { name: /\+1 312 555 0142/ }).click();
    await expect(page.getByRole('region', { name: /refund_order/ })).toBeVisible();
    await keep(page, 'live-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
    await page.setViewportSize({ width: 1024, height: 640 });
    await keep(page, 'live-light-small');
  });
});
