import { startFaultyProxy } from '../src/simulator/network/faulty-proxy';
import { expectNoBarriers, wear, type ColourScheme } from './barriers';
import { expect, test } from './console';
import { NO_KEYRING } from './keyring';
import { NO_KEYS } from './onboarding-steps';

const NUMBERS = [
  { phoneNumber: '+12125550199', friendlyName: 'Trunked', trunkSid: `TK${'1'.repeat(32)}` },
  { phoneNumber: '+12125550198', friendlyName: 'Fax only', canVoice: false },
  { phoneNumber: '+442079460991', friendlyName: 'London', voiceUrl: 'https://voice.example.com/in' },
];

test.use({
  account: { others: NUMBERS, facts: { type: 'Trial' } },
  environment: { ...NO_KEYRING, ...NO_KEYS },
});

test('no step of the set-up, no state of the lines and no section of the settings has a barrier', async ({
  console,
  simulators,
  publicPort,
}) => {
  const { page } = console;
  const { environment, carrier } = simulators;
  const tunnel = await startFaultyProxy({ targetPort: publicPort });
  const enter = async (label: string, value: string): Promise<void> => {
    await page.getByLabel(label, { exact: true }).fill(value);
    await page.keyboard.press('Enter');
  };
  let worn: ColourScheme = 'light';
  /** Checks accessibility in the current colour scheme, and takes a picture in each. */
  const look = async (name: string): Promise<void> => {
    await expectNoBarriers(page);
    await console.picture(`${name}-${worn}`);
    worn = worn === 'light' ? 'dark' : 'light';
    await wear(page, worn);
    await console.picture(`${name}-${worn}`);
  };
  const goTo = (name: string): Promise<void> => page.getByRole('link', { name, exact: true }).click();

  await wear(page, worn);
  await enter('OpenAI API key', 'sk-proj-nobody-knows-this-one');
  await expect(page.getByText('OpenAI does not know this key')).toBeVisible();
  await look('setup-1-refused');
  await page.getByRole('button', { name: 'Replace the OpenAI API key' }).click();
  await enter('OpenAI API key', environment['OPENAI_API_KEY'] ?? '');
  await expect(page.getByText('OpenAI takes the key, and the model is there.')).toBeVisible();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();

  await page.getByLabel('Twilio Account SID', { exact: true }).fill(`SK${'0'.repeat(32)}`);
  await enter('Twilio Auth Token', 'not a token');
  await expect(page.getByText('This is the SID of an API key')).toBeVisible();
  await look('setup-2-no-keys');
  await page.getByLabel('Twilio Account SID', { exact: true }).fill(carrier.account.sid);
  await enter('Twilio Auth Token', carrier.account.authToken);
  await expect(page.getByText('This is a trial account')).toBeVisible();
  await look('setup-2-trial');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();

  await enter('ngrok authtoken', '2aBcDeFgHiJkLmNoPqRsTuVwXyZ_0123456789abcdef');
  await expect(page.getByText(/ngrok could not be reached\.|ngrok does not know the authtoken/)).toBeVisible();
  await look('setup-3-failing');
  await page.getByLabel('My own URL').check();
  await enter('Public URL', tunnel.url);
  await expect(page.getByText('Only this machine itself can call')).toBeVisible();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();

  await expect(page.getByRole('button', { name: 'Go live' })).toBeVisible();
  tunnel.refuse(true);
  await page.getByRole('button', { name: 'Go live' }).click();
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
  await look('setup-4-failed');
  await page.getByRole('button', { name: 'Open the console' }).or(page.getByText('Finish without a line')).click();

  await goTo('Lines');
  await expect(page.getByText('4 numbers')).toBeVisible();
  tunnel.refuse(false);
  await page.getByRole('button', { name: 'Retry, +1 415 555 0134' }).click();
  await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
  await expect(page.getByText('A call to this number would be answered.')).toBeVisible();
  await look('lines-tested');
  await page.getByRole('button', { name: 'Go live, +1 212 555 0199' }).click();
  await expect(page.getByRole('dialog', { name: 'A SIP trunk answers this number' })).toBeVisible();
  await look('lines-consent');
  await page.getByRole('button', { name: 'Leave it as it is' }).click();
  tunnel.refuse(true);
  await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
  await expect(page.getByRole('group', { name: 'Numbers' })).toContainText('degraded');
  await look('lines-degraded');
  await page.getByLabel('Search lines').fill('nobody');
  await page.getByLabel('Search lines').fill('');
  carrier.failRest({ kind: 'reset' });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByText('Twilio could not be reached.')).toBeVisible();
  await look('lines-not-listed');

  await goTo('Settings');
  for (const section of ['Keys', 'Reach', 'Fallback', 'Default agent', 'Appearance', 'About']) {
    await goTo(section);
    await expect(page.getByRole('heading', { level: 1, name: section })).toBeVisible();
    await look(`settings-${section.toLowerCase().replace(' ', '-')}`);
  }
  tunnel.refuse(false);
  await tunnel.close();
});
