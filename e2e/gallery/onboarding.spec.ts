import { atStep, enter, enterOpenAiKey, enterTwilioKeys } from '../onboarding-steps';
import { expect, test } from './gallery';

const SID = `AC${'a'.repeat(32)}`;
const MODEL = 'gpt-realtime-2.1';

test('what cannot be such a key is told apart before it leaves the page', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('setup-model');
  await atStep(page, 'The model that talks');
  for (const [key, words] of [
    ['', 'No OpenAI API key was entered.'],
    ['sk-proj-abc…wxyz', 'a shortened display'],
    ['sk-proj-abc def', 'a space or a line break'],
    ['sk-admin-0123456789', 'an OpenAI admin key'],
    [`AC${'0'.repeat(32)}`, 'This is no OpenAI API key.'],
  ] as const) {
    await enterOpenAiKey(page, key);
    await expect(page.getByText(words)).toBeVisible();
  }
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled();
  expect(await gallery.asked('key.set')).toEqual([]);
});

test('a key that OpenAI does not know is said so, and can be replaced', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('setup-model');
  await gallery.answer('key', 'check', { service: 'openai', outcome: 'key-refused', model: MODEL });
  await enterOpenAiKey(page, 'sk-proj-nobody-knows-this-one');
  await expect(page.getByText('OpenAI does not know this key')).toBeVisible();
  await page.getByRole('button', { name: 'Replace the OpenAI API key' }).click();
  await gallery.answer('key', 'check', { service: 'openai', outcome: 'ok', model: MODEL });
  await enterOpenAiKey(page, 'sk-simulated');
  await expect(page.getByText('OpenAI takes the key, and the model is there.')).toBeVisible();
  expect(await gallery.asked('key.set')).toEqual([
    { name: 'openAiKey', value: 'sk-proj-nobody-knows-this-one' },
    { name: 'openAiKey', value: 'sk-simulated' },
  ]);
  expect(await page.content(), 'a key goes in and is not shown').not.toContain('sk-simulated');
});

test('each wrong pair of Twilio keys is told apart', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('setup-carrier');
  await atStep(page, 'Your phone numbers');
  await enterTwilioKeys(page, `SK${'0'.repeat(32)}`, '0'.repeat(31));
  await expect(page.getByText('This is the SID of an API key')).toBeVisible();
  await expect(page.getByText('This is no Twilio Auth Token.')).toBeVisible();
  await gallery.answer('key', 'check', { service: 'twilio', outcome: 'keys-refused', accountName: null, notes: [] });
  await enterTwilioKeys(page, SID, '0'.repeat(32));
  await expect(page.getByText('Twilio does not know this pair')).toBeVisible();
  await page.getByRole('button', { name: 'Replace the Twilio Auth Token' }).click();
  await gallery.answer('key', 'check', { service: 'twilio', outcome: 'ok', accountName: 'Kestrel Bikes', notes: [] });
  await enter(page, 'Twilio Auth Token', 'f'.repeat(32));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Twilio takes the Account SID and the Auth Token.')).toBeVisible();
});

test('a suspended account is told, and not taken for wrong keys', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('setup-carrier');
  await atStep(page, 'Your phone numbers');
  await gallery.answer('key', 'check', {
    service: 'twilio',
    outcome: 'account-suspended',
    accountName: null,
    notes: [],
  });
  await enterTwilioKeys(page, SID, 'f'.repeat(32));
  await expect(page.getByText(/The Twilio account is suspended/)).toBeVisible();
});
