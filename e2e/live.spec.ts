import path from 'node:path';
import { REPOSITORY } from './binaries';
import { briefAgent } from './brief-agent';
import { expect, test } from './console';
import { endByKey } from './end-key';
import { loadClips } from '../src/simulator/clips/clips';
import type { Scenario } from '../src/simulator/scenarios/scenario-runner';
import { orderScenario } from '../src/simulator/scenarios/scenarios';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));

/** Scenario of a caller who asks about an order, says goodbye and lets the agent hang up. */
const hungUpOn: Scenario = {
  ...orderScenario,
  callers: orderScenario.callers.map((caller) => ({
    ...caller,
    steps: [...caller.steps.slice(0, -2), { do: 'wait', ms: 300_000 }],
  })),
};

test.describe('with an agent of few words', () => {
  test.use({ account: { dialogue: briefAgent } });

  test('a call is seen as it happens, and why it ended', { tag: '@desktop' }, async ({ console, simulators }) => {
    const { page } = console;
    const transcript = page.getByRole('log', { name: 'Transcript' });
    const story = simulators.play(hungUpOn);
    await expect(page.getByRole('button', { name: /\+1 212 555 0187/ })).toBeVisible();
    await expect(transcript).toContainText('Hello, you have reached the front desk.');
    await expect(transcript).toContainText("Hi, I'm calling about an order.");
    await console.picture('call');
    const [anna] = await story;
    expect(anna?.outcome).toBe('finished');
    await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText(
      'The agent said goodbye and hung up.',
    );
    await console.picture('call-ended');
  });

  test('a reloaded page shows the call as it was, and the caller notices nothing', async ({ console, simulators }) => {
    const { page } = console;
    const transcript = page.getByRole('log', { name: 'Transcript' });
    const story = simulators.play(orderScenario);
    await expect(transcript).toContainText("Hi, I'm calling about an order.");
    await page.reload();
    await expect(transcript).toContainText("Hi, I'm calling about an order.");
    expect((await story)[0]?.outcome).toBe('finished');
    await expect(transcript).toContainText('You are welcome. Goodbye!');
  });
});

test.describe('with an agent of many words', () => {
  const longStory = Buffer.alloc(90 * 8000, 0x30);
  test.use({
    account: {
      dialogue: () => [{ say: 'Hello, this takes a minute and a half.', audio: longStory }],
      pace: { timesRealTime: 32 },
    },
  });

  test('two callers at once have conversations of their own', async ({ console, simulators }) => {
    const { page } = console;
    const { dial } = simulators.carrier;
    const transcript = page.getByRole('log', { name: 'Transcript' });
    const carl = dial({ from: '+13125550142', to: simulators.number });
    const anna = dial({ from: '+12125550187', to: simulators.number });
    for (const number of ['+1 312 555 0142', '+1 212 555 0187']) {
      const bars = page
        .locator('[data-call-row]', { hasText: number })
        .locator('[data-who="agent"], [data-who="caller"]');
      await expect(bars, 'levels of a call that nobody listens to').toBeVisible();
    }
    await Promise.all([carl.speak(CLIPS.audio('carl-hours')), anna.speak(CLIPS.audio('anna-order'))]);
    await page.getByRole('button', { name: /\+1 312 555 0142/ }).click();
    await expect(transcript).toContainText('What time do you open on Saturday?');
    await expect(transcript).not.toContainText('calling about an order');
    await page.getByRole('button', { name: /\+1 212 555 0187/ }).click();
    await expect(transcript).toContainText('calling about an order');
    for (const call of [carl, anna]) call.hangUp();
    await Promise.all([carl.ended, anna.ended]);
  });

  test('the operator stops the agent’s words and ends the call, by key', async ({ console, simulators }) => {
    const { page } = console;
    const story = simulators.play(orderScenario);
    const transcript = page.getByRole('log', { name: 'Transcript' });
    await expect(transcript).toContainText('Hello');
    await expect(page.getByRole('button', { name: 'Stop words' })).toBeEnabled();
    await page.keyboard.press('Space');
    await expect(transcript.locator('s')).not.toBeEmpty();
    await endByKey(page);
    expect((await story)[0]?.outcome).toBe('cut-off');
    await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText('An operator ended the call');
  });
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
