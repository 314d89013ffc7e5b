import { expect, test as base } from './console';
import { presetAgent } from './data-folder';
import { HOSTILE_TEXTS } from './hostile-texts';
import { overflowsOf, strangersIn, watchPage } from './page-faults';
import { readTranscript } from './transcript-reader';
import { DEFAULT_AGENT, type Agent } from '../src/shared/agent/agent';
import type { Dialogue } from '../src/simulator/realtime/dialogue/dialogue';
import { shopDialogue } from '../src/simulator/realtime/dialogue/shop-dialogue';
import type { Scenario } from '../src/simulator/scenarios/scenario-runner';

const NAME = '<b onclick=alert(1)>Desk\u202E';
const BLIP = Buffer.alloc(160, 0x20);
const ASKED = HOSTILE_TEXTS.filter(({ text }) => text.length < 120);

const AGENT: Agent = {
  ...DEFAULT_AGENT,
  name: NAME,
  tools: [
    {
      kind: 'operator',
      name: 'ask_person',
      description: 'Ask a person.',
      parameters: { type: 'object' },
      timeoutMs: 180_000,
    },
  ],
};

/** Says each hostile text, calls an unknown tool for every tenth, and asks a person about the rest. */
const hostileDialogue: Dialogue = (moment) => {
  if (moment.context.at(-1)?.by !== 'caller') return shopDialogue(moment);
  return [
    ...HOSTILE_TEXTS.map(({ text }) => ({ say: text, audio: BLIP })),
    ...HOSTILE_TEXTS.filter((_, index) => index % 10 === 0).map(({ text }) => ({ call: text, arguments: { text } })),
    { call: 'ask_person', arguments: Object.fromEntries(ASKED.map(({ text }) => [text, text])) },
  ];
};

const oneWord: Scenario = {
  id: 'one-word',
  title: 'Says one word and waits',
  callers: [
    {
      voice: 'anna',
      from: '+12125550187',
      dialsAfterMs: 0,
      steps: [{ do: 'listen' }, { do: 'say', phrase: 'thanks' }, { do: 'wait', ms: 600_000 }],
    },
  ],
};

const test = base.extend({
  dataFolder: async ({ dataFolder }, use) => {
    presetAgent(dataFolder, AGENT);
    await use(dataFolder);
  },
});

test.use({
  account: {
    others: HOSTILE_TEXTS.map(({ text }, index) => ({
      phoneNumber: `+1212555${String(1000 + index)}`,
      friendlyName: text.slice(0, 64),
      voiceUrl:
        index % 2 === 0
          ? 'javascript:alert(1)'
          : `https://x.example.com/${encodeURIComponent(text.replace(/\p{Cs}/gu, '')).slice(0, 200)}`,
    })),
    dialogue: hostileDialogue,
    pace: { thinkingMs: 40 },
    hears: { 'anna-thanks': HOSTILE_TEXTS.map(({ text }) => text).join('\n') },
  },
});

test('whatever is said stays text, in its place, and does nothing', async ({ console, simulators }) => {
  const { page } = console;
  const watch = watchPage(page);
  void simulators.play(oneWord);
  const card = page.getByRole('region', { name: /ask_person/ });
  await expect(card).toBeVisible();
  await expect(card.getByText('no 0: <script>').first()).toBeVisible();

  const seen = await readTranscript(page);
  for (const { shown } of HOSTILE_TEXTS) {
    // Once by the caller, in one long turn, and once by the agent.
    expect(seen.filter((turn) => turn.includes(shown)).length, shown).toBeGreaterThan(1);
  }
  await console.picture('hostile');

  const answer = HOSTILE_TEXTS.map(({ text }) => text).join('\n');
  await card.getByLabel('Answer to ask_person').fill(answer);
  await card.getByRole('button', { name: /^Answer/ }).click();
  await expect(card).toBeHidden();
  await page.setViewportSize({ width: 1024, height: 640 });
  await page.reload();
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const glance = transcript.getByRole('button', { name: /^Answered ask_person/ });
  // Rows move while a freshly loaded page measures them, so that a click may end beside the row it began on.
  await expect(async () => {
    if ((await glance.getAttribute('aria-expanded')) !== 'true') await glance.click();
    await expect(glance).toHaveAttribute('aria-expanded', 'true', { timeout: 1000 });
  }).toPass();
  await expect(transcript.getByText('Answered by an operator')).toBeVisible();
  await console.picture('hostile-answered');

  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await expect(page.getByText(`${String(HOSTILE_TEXTS.length + 1)} numbers`)).toBeVisible();
  await console.picture('hostile-lines');
  expect(await strangersIn(page)).toEqual([]);
  expect(await overflowsOf(page, 'main')).toEqual([]);
  expect(watch).toEqual({ dialogs: [], requests: [] });
  // A call that became silent meanwhile needs a person and is counted.
  await expect(page).toHaveTitle(/^(?:\(\d+\) )?Switchboard$/);
});
