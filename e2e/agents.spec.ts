import type { ElectronApplication, Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AgentDesk, changesAsked, greetingAsked } from './agent-desk';
import { expect, test } from './console';

/** Saves the browser's next download as `file` and returns its suggested name. */
async function keptByBrowser(page: Page, file: string): Promise<string> {
  const download = await page.waitForEvent('download');
  await download.saveAs(file);
  return download.suggestedFilename();
}

/** Saves the desktop app's next download as `file`; the app would otherwise ask a person for the place. */
function keptByApp(app: ElectronApplication, file: string): Promise<string> {
  return app.evaluate(
    ({ session }, to) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(to);
          item.once('done', () => resolve(item.getFilename()));
        });
      }),
    file,
  );
}

const LONDON = '+442079460100';
const GREETING = 'Good evening, Kestrel Bikes. The shop is closed.';
const INSTRUCTIONS = '# Who you are\n\nYou answer the phone of **Kestrel Bikes** at night.';

test(
  'an agent built from nothing, published and given a line, answers it',
  { tag: '@desktop' },
  async ({ console, simulators }) => {
    const { page } = console;
    const desk = new AgentDesk(page, simulators);
    await desk.open();
    await desk.create('Night desk');
    await desk.greet(GREETING);
    await page.getByRole('switch', { name: 'The caller may interrupt the greeting' }).uncheck({ force: true });
    await desk.instruct(INSTRUCTIONS);
    await console.picture('agent-words');
    await desk.part('Voice');
    await page.getByLabel('Voice', { exact: true }).selectOption('cedar');
    await page.getByRole('combobox', { name: 'Words to expect' }).fill('Kestrel');
    await page.keyboard.press('Enter');
    await console.picture('agent-voice');
    await desk.part('Turn-taking');
    await page.getByRole('radio', { name: 'Patient' }).check();
    await console.picture('agent-turns');
    await desk.part('Limits');
    await page.getByLabel('Longest call').fill('12');
    await page.getByLabel('Longest call').blur();
    await console.picture('agent-limits');
    await desk.publish(1);
    await desk.assign('+1 415 555 0134', 'Night desk');

    const { call, model } = await desk.ring(simulators.number);
    expect(greetingAsked(model)).toBe(`Say exactly: ${GREETING}`);
    expect(model.config).toMatchObject({
      instructions: INSTRUCTIONS,
      audio: {
        input: {
          transcription: { model: 'gpt-transcribe', languages: ['en'], keywords: ['Kestrel'] },
          turn_detection: { type: 'semantic_vad', eagerness: 'low', create_response: true, interrupt_response: true },
        },
        output: { voice: 'cedar' },
      },
    });
    await expect(page.getByText('Night desk · v1')).toBeVisible();
    await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Kestrel Bikes');
    await console.picture('agent-in-call');
    call.hangUp();
  },
);

test.describe('two lines', () => {
  test.use({ account: { others: [{ phoneNumber: LONDON }] } });

  test('have two agents, and the one that is let go has the default again', async ({ console, simulators }) => {
    const { page } = console;
    const desk = new AgentDesk(page, simulators);
    const [first, london] = [simulators.number, LONDON].map((number) => simulators.carrier.numbers.get(number));
    if (first === undefined || london === undefined) throw new Error('a number is missing');
    london.voice_url = first.voice_url;
    await desk.open();
    await desk.create('London desk');
    await desk.greet('Hello, London here.');
    await desk.publish(1);
    await desk.assign('+44 20 7946 0100', 'London desk');
    await console.picture('lines-agents');

    const one = await desk.ring(LONDON);
    const two = await desk.ring(simulators.number, '+13125550142');
    expect(greetingAsked(one.model)).toBe('Say exactly: Hello, London here.');
    expect(greetingAsked(two.model)).toContain('Hello, you have reached the front desk.');
    one.call.hangUp();
    two.call.hangUp();

    await desk.assign('+44 20 7946 0100', 'Front desk (default)');
    const three = await desk.ring(LONDON);
    expect(greetingAsked(three.model)).toContain('Hello, you have reached the front desk.');
    three.call.hangUp();
  });
});

test('an older version is restored, published again and answers', async ({ console, simulators }) => {
  const { page } = console;
  const desk = new AgentDesk(page, simulators);
  await desk.open();
  await desk.greet('Welcome to the spring sale.');
  await desk.publish(2);
  await desk.part('Versions');
  await page.getByRole('button', { name: 'Compare with version 1' }).click();
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(page.getByText('They are the same.')).toBeVisible();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('dialog')).toContainText('every line without an agent of its own');
  await console.picture('agent-publish');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('v3 answers')).toBeVisible();
  const { call, model } = await desk.ring(simulators.number);
  expect(greetingAsked(model)).toBe('Say exactly: Hello, you have reached the front desk. How can I help you?');
  await expect(page.getByText('Front desk · v3')).toBeVisible();
  call.hangUp();
});

test('a running call keeps its version, until the operator applies the new one to it', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const desk = new AgentDesk(page, simulators);
  const { call, model } = await desk.ring(simulators.number);
  const before = model.config.instructions;
  await expect(page.getByText('Front desk · v1')).toBeVisible();
  await desk.open();
  await desk.instruct('Be kind.');
  await desk.greet('A greeting that comes too late for this call.');
  await desk.part('Voice');
  await page.getByLabel('Voice', { exact: true }).selectOption('ash');
  await desk.publish(2);

  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await expect(page.getByText('Front desk · v1')).toBeVisible();
  expect(changesAsked(model)).toEqual([]);
  expect(model.config.instructions).toBe(before);

  await page.getByRole('button', { name: 'Apply v2 to this call' }).click();
  await expect(page.getByText('Front desk · v1, v2 applied')).toBeVisible();
  expect(changesAsked(model)).toEqual([{ type: 'realtime', instructions: 'Be kind.' }]);
  expect(model.config).toMatchObject({ instructions: 'Be kind.', audio: { output: { voice: 'marin' } } });
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText(
    'Version 2 of the agent was applied to this call: instructions. As it was for this call: greeting, voice.',
  );
  await expect(page.getByRole('button', { name: 'Apply v2 to this call' })).toBeHidden();
  await console.picture('agent-applied');
  call.hangUp();
});

test(
  'an agent leaves as a file and comes back, and a hostile file is refused with its faults',
  { tag: '@desktop' },
  async ({ console, simulators }) => {
    const { page, app, dataFolder } = console;
    const desk = new AgentDesk(page, simulators);
    await desk.open();
    const saved = path.join(dataFolder, 'front-desk.agent.json');
    const kept = app === undefined ? keptByBrowser(page, saved) : keptByApp(app, saved);
    await page.getByRole('button', { name: 'More about this agent' }).click();
    await page.getByRole('menuitem', { name: 'Export as a file' }).click();
    expect(await kept).toBe('front-desk.agent.json');
    const hostile = path.join(dataFolder, 'hostile.agent.json');
    const text = '{"switchboard":"agent","format":1,\n "agent":{"name":"<img src=x onerror=alert(1)>","voice":"onyx"}}';
    await writeFile(hostile, text);

    await page.getByLabel('An agent’s file').setInputFiles(hostile);
    await expect(page.getByText('This file was not taken.')).toBeVisible();
    await expect(page.getByText(/^agent\.voice: /)).toBeVisible();
    await console.picture('agent-hostile-file');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await expect(page.getByText('1 agent', { exact: true })).toBeVisible();

    await page.getByLabel('An agent’s file').setInputFiles(saved);
    await expect(page.getByText('2 agents')).toBeVisible();
    await expect(page.getByText('never published', { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Front desk' })).toBeVisible();
  },
);
