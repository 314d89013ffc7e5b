import { orderScenario } from '../src/simulator/scenarios/scenarios';
import { expect, test } from './console';
import { atStep, enter, enterAllKeys, enterOpenAiKey, NO_KEYS } from './onboarding-steps';

test.describe('with nothing set up', () => {
  test.use({ environment: NO_KEYS });

  test(
    'keys, a tunnel and a line lead to the first call answered',
    { tag: '@desktop' },
    async ({ console, simulators, shell, publicPort }) => {
      const { page } = console;
      await atStep(page, 'The model that talks');
      await console.picture('onboarding-1');
      await enterAllKeys(page, simulators);
      await console.picture('onboarding-2');
      await page.getByRole('button', { name: 'Continue' }).click();

      await atStep(page, 'How calls reach you');
      if (shell === 'electron') {
        await expect(page.getByText('The tunnel waits for the ngrok authtoken.')).toBeVisible();
        await page.getByLabel('My own URL').check();
        await enter(page, 'Public URL', `http://127.0.0.1:${publicPort}`);
        await page.getByRole('button', { name: 'Use this URL' }).click();
      }
      await expect(page.getByText('Only this machine itself can call')).toBeVisible();
      await console.picture('onboarding-3');
      await page.getByRole('button', { name: 'Continue' }).click();

      await atStep(page, 'A line, and what it says');
      await expect(page.getByRole('radio', { name: /\+1 415 555 0134/ })).toBeChecked();
      await enter(page, 'Greeting', 'Good day, this is the bakery.');
      await page.getByRole('button', { name: 'Go live' }).click();
      await expect(page.getByText('+1 415 555 0134 is live.')).toBeVisible();
      await expect(page.getByText('Saved. New calls use it from now on.')).toBeVisible();
      await console.picture('onboarding-4');
      await page.getByRole('button', { name: 'Open the console' }).click();

      void simulators.play(orderScenario);
      await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Good day, this is the bakery.');
      await page.getByRole('button', { name: 'End call' }).click();
      await page.getByRole('button', { name: 'End call' }).click();
      await expect(page.getByRole('region', { name: 'How the call ended' })).toBeVisible();
      const html = await page.content();
      for (const key of ['OPENAI_API_KEY', 'TWILIO_AUTH_TOKEN']) {
        expect(html).not.toContain(simulators.environment[key]);
      }
    },
  );

  test('the demo’s .env files give their keys', async ({ console, simulators }) => {
    const { page } = console;
    const { environment } = simulators;
    const text = ['OPENAI_API_KEY', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'].map(
      (name) => `${name}="${environment[name] ?? ''}"\n`,
    );
    await atStep(page, 'The model that talks');
    await page.getByLabel('The demo’s .env files').setInputFiles([
      { name: '.env', mimeType: 'text/plain', buffer: Buffer.from(text.slice(0, 1).join('')) },
      { name: '.env', mimeType: 'text/plain', buffer: Buffer.from(text.slice(1).join('')) },
    ]);
    await expect(page.getByText('Taken: OpenAI API key, Twilio Account SID and Twilio Auth Token.')).toBeVisible();
    await expect(page.getByText('OpenAI takes the key, and the model is there.')).toBeVisible();
    await console.picture('onboarding-imported');
  });

  test('a page that was closed resumes at its step', async ({ console, simulators }) => {
    const { page } = console;
    await enterOpenAiKey(page, simulators.environment['OPENAI_API_KEY'] ?? '');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await atStep(page, 'Your phone numbers');
    await page.reload();
    await atStep(page, 'Your phone numbers');
    await page.getByRole('button', { name: 'Back' }).click();
    await expect(page.getByRole('button', { name: 'Replace the OpenAI API key' })).toBeVisible();
  });

  test('practice needs no keys, and ends where it began', async ({ console }) => {
    const { page } = console;
    await page.getByRole('button', { name: 'Practise without keys' }).click();
    await expect(page.getByText('Practice is on: simulated callers.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Calls' }).getByRole('button').first()).toBeVisible();
    await page.reload();
    await page.getByRole('button', { name: 'End practice' }).click();
    await atStep(page, 'The model that talks');
  });
});

test('with keys from the environment the set-up can be gone through again, over a reload', async ({ console }) => {
  const { page } = console;
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: 'About', exact: true }).click();
  await page.getByRole('button', { name: 'Go through the set-up again' }).click();
  await atStep(page, 'The model that talks');
  await page.reload();
  await atStep(page, 'The model that talks');
  await page.getByRole('button', { name: 'Set up later' }).click();
  await page.reload();
  await expect(page.getByText('No line is live')).toBeVisible();
});
