import { DEFAULT_AGENT, profileOf } from '../../src/shared/agent/agent';
import type { CallEvent } from '../../src/shared/call/events';
import type { Tool } from '../../src/shared/tool/tool';
import { HOSTILE_TEXTS, MARKUP } from '../hostile-texts';
import { overflowsOf, strangersIn, watchPage } from '../page-faults';
import { ToolDesk } from '../tool-desk';
import { readTranscript } from '../transcript-reader';
import { expect, test } from './gallery';

const NAME = '<b onclick=alert(1)>Desk\u202E';
const ASKED = HOSTILE_TEXTS.filter(({ text }) => text.length < 120);
const CALL = 'call_hostile';
const ALL = HOSTILE_TEXTS.map(({ text }) => text).join('\n');

const TOOLS: Tool[] = [
  {
    kind: 'mcp',
    name: 'stranger',
    description: '',
    timeoutMs: 8000,
    url: 'https://mcp.example.com/mcp',
    functions: MARKUP.map((text) => ({
      name: text.slice(0, 128),
      description: text,
      parameters: { type: 'object' },
    })),
  },
  {
    kind: 'script',
    name: 'repeats',
    description: '',
    timeoutMs: 8000,
    parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    code: 'console.log(args.text); return args.text;',
  },
];

const BEGINNING: readonly CallEvent[] = [
  {
    type: 'call.rang',
    from: '+12125550187',
    to: '+14155550134',
    agent: { id: 'front-desk', name: NAME, version: 1 },
    carrierCallId: 'CA0',
    practice: false,
  },
  { type: 'caller.connected' },
  { type: 'model.ready', sessionId: 'session', connectMs: 300 },
  { type: 'caller.startedSpeaking', itemId: 'caller' },
  { type: 'caller.stoppedSpeaking', itemId: 'caller' },
  { type: 'caller.transcribed', itemId: 'caller', text: ALL.slice(0, 16_384) },
];

/** The agent says a text, and it is heard. */
function said(text: string, index: number): readonly CallEvent[] {
  const itemId = `item_${String(index)}`;
  return [
    { type: 'agent.openedTurn', responseId: 'response', itemId, after: null },
    { type: 'agent.transcribed', itemId, text },
    { type: 'agent.startedSpeaking', itemId },
    { type: 'agent.wasHeard', itemId, heardMs: 20 },
  ];
}

/** The agent calls a function of that name. */
function called(name: string, args: object, id: string): CallEvent {
  return {
    type: 'tool.called',
    toolCallId: id,
    itemId: `item_${id}`,
    after: null,
    name: name.slice(0, 128),
    arguments: JSON.stringify(args),
    kind: 'operator',
    timeoutMs: 180_000,
  };
}

test('whatever is said stays text, in its place, and does nothing', async ({ gallery }) => {
  const { page } = gallery;
  const watch = watchPage(page);
  await gallery.show('desk-no-calls');
  await gallery.tell(
    CALL,
    ...BEGINNING,
    ...HOSTILE_TEXTS.flatMap(({ text }, index) => said(text, index)),
    ...HOSTILE_TEXTS.filter((_, index) => index % 10 === 0).flatMap(({ text }, index): readonly CallEvent[] => [
      called(text, { text }, `strange_${String(index)}`),
      {
        type: 'tool.failed',
        toolCallId: `strange_${String(index)}`,
        failure: 'unknown-tool',
        detail: text.slice(0, 500),
      },
    ]),
    called('ask_person', Object.fromEntries(ASKED.map(({ text }) => [text, text])), 'asked'),
  );
  const card = page.getByRole('region', { name: /ask_person/ });
  await expect(card).toBeVisible();
  await expect(card.getByText('no 0: <script>').first()).toBeVisible();

  const seen = await readTranscript(page);
  for (const { shown } of HOSTILE_TEXTS) {
    // Once by the caller, in one long turn, and once by the agent.
    expect(seen.filter((turn) => turn.includes(shown)).length, shown).toBeGreaterThan(1);
  }

  await card.getByLabel('Answer to ask_person').fill(ALL);
  await card.getByRole('button', { name: /^Answer/ }).click();
  await expect.poll(async () => (await gallery.asked('call.answerTool')).length).toBe(1);
  await gallery.tell(CALL, { type: 'tool.answered', toolCallId: 'asked', by: 'operator', output: ALL });
  await expect(card).toBeHidden();
  await page.setViewportSize({ width: 1024, height: 640 });
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const glance = transcript.getByRole('button', { name: /^Answered ask_person/ });
  // Rows move while a page that was just made smaller measures them, so that a click may end beside the row it began on.
  await expect(async () => {
    if ((await glance.getAttribute('aria-expanded')) !== 'true') await glance.click();
    await expect(glance).toHaveAttribute('aria-expanded', 'true', { timeout: 1000 });
  }).toPass();
  await expect(transcript.getByText('Answered by an operator')).toBeVisible();
  await readTranscript(page);

  await gallery.answer('call', 'functions', {
    ok: true,
    functions: MARKUP.map((text) => ({ name: `stranger_${text}`, kind: 'mcp' as const, isOn: true })),
  });
  await page
    .getByRole('complementary', { name: 'This call' })
    .getByRole('button', { name: /^Tools/ })
    .click();
  await expect(page.getByRole('dialog').getByText(/^stranger_/)).toHaveCount(MARKUP.length);
  expect(await strangersIn(page)).toEqual([]);
  expect(watch).toEqual({ dialogs: [], requests: [] });
  await expect(page).toHaveTitle(/^(?:\(\d+\) )?Switchboard$/);
});

test('whatever a server offers and a tool answers stays text, in its place', async ({ gallery }) => {
  const { page } = gallery;
  const watch = watchPage(page);
  await gallery.show('agents-one');
  const profile = { ...profileOf(DEFAULT_AGENT), name: NAME, tools: TOOLS };
  const agent = { id: 'front-desk', draft: { profile, revision: 9, at: 0 }, published: null };
  await gallery.answer('agent', 'get', { ok: true, agent });
  await gallery.answer('tool', 'tryOut', {
    outcome: { ok: true, output: MARKUP.join(' ') },
    tookMs: 1,
    log: [MARKUP.join(' ')],
  });
  await gallery.tell(null, { type: 'agents.changed', agentId: 'front-desk', name: NAME, change: 'drafted' });
  const desk = new ToolDesk(page);
  await desk.open();
  await desk.choose('stranger');
  for (const text of MARKUP) await expect(desk.editor.getByText(text.slice(0, 128)).first()).toBeAttached();
  expect(await strangersIn(page)).toEqual([]);
  expect(await overflowsOf(page, 'main')).toEqual([]);
  await desk.choose('repeats');
  await desk.run({ text: MARKUP.join(' ') });
  await expect(desk.result.getByRole('group', { name: 'What the model reads' })).toHaveText(MARKUP.join(' '));
  expect(await strangersIn(page)).toEqual([]);
  expect(await overflowsOf(page, 'main')).toEqual([]);
  expect(watch).toEqual({ dialogs: [], requests: [] });
});

test('whatever numbers are called and point to stays text, in its place', async ({ gallery }) => {
  const { page } = gallery;
  const watch = watchPage(page);
  await gallery.show('desk-no-line');
  await page.setViewportSize({ width: 1024, height: 640 });
  await gallery.answer('line', 'list', {
    ok: true,
    lines: HOSTILE_TEXTS.map(({ text }, index) => ({
      number: `+1212555${String(1000 + index)}`,
      name: text.slice(0, 64),
      canAnswer: true,
      state: 'off' as const,
      // As main makes it of an address: a host, or none where it cannot be read.
      destination: { kind: 'server' as const, host: index % 2 === 0 ? 'an address of its own' : 'x.example.com' },
    })),
  });
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await expect(page.getByText(`${String(HOSTILE_TEXTS.length)} numbers`)).toBeVisible();
  expect(await strangersIn(page)).toEqual([]);
  expect(await overflowsOf(page, 'main')).toEqual([]);
  expect(watch).toEqual({ dialogs: [], requests: [] });
});
