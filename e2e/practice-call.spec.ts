import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BLANK_PROFILE } from '../src/shared/agent/agent';
import { loadClips } from '../src/simulator/clips/clips';
import type { Dialogue } from '../src/simulator/realtime/dialogue/dialogue';
import { shopDialogue } from '../src/simulator/realtime/dialogue/shop-dialogue';
import { AgentDesk } from './agent-desk';
import { REPOSITORY } from './binaries';
import { expect, test, type Console } from './console';
import { recordAudioOf } from './audio-recorder';
import type { Simulators } from './simulators';
import { speakingMicrophone } from './speaking-microphone';

const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));
/** Silence before the microphone's speech, in ms: long enough for the greeting. The microphone repeats itself after it. */
const SILENT_FIRST_MS = 2600;

const SPOKEN = clips.audio('carl-refund');
const MICROPHONE = speakingMicrophone('practising', SPOKEN, SILENT_FIRST_MS);

/**
 * Treats whatever is said as a request for a refund, until it was passed on: a slow machine loses words of a microphone, or makes
 * two turns of one sentence.
 */
const refundDialogue: Dialogue = (moment) => {
  const isPassedOn = moment.context.some(({ by }) => by === 'call');
  const wish = clips.text('carl-refund');
  return shopDialogue({
    ...moment,
    context: moment.context.map((item) => (item.by === 'caller' && !isPassedOn ? { ...item, text: wish } : item)),
  });
};

test.use({
  switches: MICROPHONE,
  account: { dialogue: refundDialogue },
});

const AGENT_FILE = JSON.stringify({
  switchboard: 'agent',
  format: 1,
  agent: {
    ...BLANK_PROFILE,
    name: 'Refund desk',
    greeting: 'Hello! What can I do for you today?',
    tools: [
      {
        kind: 'operator',
        name: 'refund_order',
        description: 'Ask a colleague to pay an order back.',
        parameters: {
          type: 'object',
          properties: {
            order_id: { type: 'string' },
            amount: { type: 'number' },
            reason: { type: 'string' },
          },
          required: ['order_id', 'amount', 'reason'],
          additionalProperties: false,
        },
        timeoutMs: 180_000,
      },
    ],
  },
});

test('a draft is called with the operator’s own microphone, heard, answered for and hung up on', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const recorder = await recordAudioOf(page);
  await openRefundDesk(console, simulators);
  expect(await recorder.microphonesAsked()).toBe(0);

  await page.getByRole('button', { name: 'Practice call' }).click();
  const bar = page.getByRole('region', { name: 'Practice call', exact: true });
  const pane = page.getByRole('complementary', { name: 'Practice' });
  const transcript = pane.getByRole('log', { name: 'Transcript' });
  await expect(bar).toContainText('Refund desk, draft');
  expect(await recorder.openMicrophones()).toBe(1);
  await expect(transcript).toContainText('Hello!');
  const understood = (): readonly string[] => simulators.model.sessions.flatMap(({ heard }) => heard);
  await expect.poll(understood).not.toEqual([]);
  expect(await recorder.microphoneFrames()).toBeGreaterThan(0);
  await page.keyboard.press('m');
  await expect(bar).toContainText('you are muted');

  const card = pane.getByRole('region', { name: /^refund_order/ });
  await expect(card).toBeVisible();
  await console.picture('practice-call');
  // Chromium processes the audio and a slow machine drops some: the recognised words may differ, and are shown as recognised.
  for (const words of understood()) await expect(transcript).toContainText(words);
  await expect
    .poll(async () => Math.min(...Object.values(await recorder.loudMs())), 'the agent, in both ears')
    .toBeGreaterThan(0);
  await card.getByLabel('Answer to refund_order').fill('{"refunded": true}');
  await card.getByRole('button', { name: /^Answer/ }).click();
  await expect(card).toBeHidden();
  await expect(transcript).toContainText('Good news, that is approved.');

  await page.getByRole('heading', { name: 'Refund desk' }).click();
  await page.keyboard.press('x');
  await expect(bar).toBeHidden();
  await expect(pane.getByRole('region', { name: 'How the call ended' })).toContainText('The caller hung up');
  await expect.poll(() => recorder.openMicrophones()).toBe(0);
  await console.picture('practice-call-over');
  await pane.getByRole('link', { name: 'Show the call' }).click();
  await expect(page.getByText('Refund desk · draft')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Practice caller' })).toBeVisible();
});

test('a draft is practised in writing, with its tools', async ({ console, simulators }) => {
  const { page } = console;
  await openRefundDesk(console, simulators);
  await page.getByRole('button', { name: 'Practise in writing' }).click();
  const pane = page.getByRole('complementary', { name: 'Practice' });
  const transcript = pane.getByRole('log', { name: 'Transcript' });
  await expect(transcript).toContainText('What can I do for you today?');
  const line = pane.getByRole('textbox', { name: 'What the caller says' });
  await expect(line).toBeFocused();
  await page.keyboard.type('I want my money back.');
  await page.keyboard.press('Enter');
  await expect(transcript).toContainText('I want my money back.');
  const card = pane.getByRole('region', { name: /^refund_order/ });
  await card.getByLabel('Answer to refund_order').fill('{"refunded": true}');
  await console.picture('text-practice');
  await card.getByRole('button', { name: /^Answer/ }).click();
  await expect(transcript).toContainText('I have sent you a confirmation by email.');
  expect(simulators.model.sessions.at(-1)?.config).toMatchObject({ output_modalities: ['text'] });
  await pane.getByRole('button', { name: 'End practice' }).click();
  await expect(pane.getByRole('region', { name: 'How the call ended' })).toBeVisible();
  await pane.getByRole('button', { name: 'Close practice' }).click();
  await expect(pane).toBeHidden();
});

/** Imports and opens an agent with a tool that a person answers. */
async function openRefundDesk({ page, dataFolder }: Console, simulators: Simulators): Promise<void> {
  await new AgentDesk(page, simulators).open();
  const file = path.join(dataFolder, 'refund-desk.agent.json');
  await writeFile(file, AGENT_FILE);
  await page.getByLabel('An agent’s file').setInputFiles(file);
  await expect(page.getByRole('heading', { name: 'Refund desk' })).toBeVisible();
}
