import path from 'node:path';
import { loadClips } from '../src/simulator/clips/clips';
import type { Dialogue, Utterance } from '../src/simulator/realtime/dialogue/dialogue';
import { shopDialogue } from '../src/simulator/realtime/dialogue/shop-dialogue';
import type { CalledPerson } from '../src/simulator/twilio/called/called-person';
import { AgentDesk, changesAsked } from './agent-desk';
import { REPOSITORY } from './binaries';
import { expect, test as base } from './console';
import { ToolDesk } from './tool-desk';
import { openToolShop, type ToolShop } from './tool-shop';

const SALES = '+14155550199';
const BLIP = Buffer.alloc(1600, 0x20);
const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));

const call = (name: string, args: Readonly<Record<string, unknown>>): Utterance => ({ call: name, arguments: args });

/** The agent's utterances by the caller's words. */
const ON_WORDS: Readonly<Record<string, readonly Utterance[]>> = {
  everything: [
    call('lookup_order', { id: 'A17' }),
    call('double', { n: 21 }),
    call('shop_orders_find', { id: 'A17' }),
    call('depot.orders/find', { id: 'A17' }),
    call('ask_operator', { question: 'Do we ship to Malta?' }),
    call('cancel_order', { id: 'A17', note: 'Grüße, "sofort"' }),
  ],
  'the other one': [
    { say: 'Your order has been cancelled.', audio: BLIP },
    call('cancel_order', { id: 'A18', note: '<b>second thoughts</b>' }),
  ],
  'look again': [call('lookup_order', { id: 'A18' })],
  'a person': [call('transfer_call', { to: 'Sales' })],
};

const dialogue: Dialogue = (moment) => {
  const last = moment.context.at(-1);
  if (last?.by === 'caller') return ON_WORDS[last.text] ?? shopDialogue(moment);
  return last === undefined || last.by === 'agent' ? shopDialogue(moment) : [{ say: 'One moment.', audio: BLIP }];
};

const test = base.extend<{ readonly shop: ToolShop }>({
  shop: async ({}, use) => {
    const shop = await openToolShop();
    await use(shop);
    await shop.close();
  },
});

test.use({
  account: {
    dialogue,
    pace: { thinkingMs: 40 },
    hears: {
      'anna-order': 'everything',
      'anna-hello': 'the other one',
      'anna-number': 'look again',
      'anna-interrupt-two': 'a person',
    },
  },
});

test(
  'a tool of each kind is built, tried, published and called; a person stays in charge of it',
  { tag: '@desktop' },
  async ({ console, simulators, shop }) => {
    const { page } = console;
    const called: CalledPerson[] = [];
    simulators.carrier.onPersonCalled((person) => called.push(person));
    const agents = new AgentDesk(page, simulators);
    const desk = new ToolDesk(page);
    await agents.open();
    await agents.create('Order desk');
    await agents.greet('Order desk, hello.');
    await desk.open();

    await desk.add('Web request');
    await expect(desk.editor.getByText('Begins with https:// and a host')).toBeVisible();
    await desk.field('Name').fill('lookup_order');
    await desk.addArgument('id', 'Such as A17');
    await desk.field('Address').fill(`${shop.origin}/orders/{{id}}`);
    await console.picture('tool-http');
    await desk.run({ id: 'A17 & more' });
    await expect(desk.result).toContainText('The address is inside this network');
    expect(shop.asked).toEqual([]);
    await desk.side('Set up');
    await desk.allowLocal();
    await desk.run({ id: 'A17 & more' });
    await expect(desk.result).toContainText('{"status":"shipped"}');
    await expect(desk.result.getByRole('list', { name: 'Log' })).toContainText('GET http://127.0.0.1');
    expect(shop.asked).toEqual(['GET /orders/A17%20%26%20more']);
    await console.picture('tool-bench');

    await desk.add('Web request');
    await desk.field('Name').fill('cancel_order');
    await desk.addArgument('id', 'Such as A17');
    await desk.addArgument('note', 'For the files');
    await desk.field('Method').selectOption('POST');
    await desk.field('Address').fill(`${shop.origin}/cancel`);
    await desk.allowLocal();
    await desk.field('A person approves').selectOption('always');

    await desk.add('Script');
    await desk.field('Name').fill('double');
    await desk.code('console.log("so far", args);\nreturn { double: args.n * 2 };');
    await desk.addArgument('n', 'A number', 'number');
    // A busy machine takes seconds to start the sandbox, which count in a call.
    await desk.field('Time-out').fill('30');
    await console.picture('tool-script');
    await desk.run({ n: '21' });
    await expect(desk.result).toContainText('{"double":42}');
    await expect(desk.result.getByRole('list', { name: 'Log' })).toContainText('so far {"n":21}');

    await desk.add('MCP server');
    await desk.field('Name').fill('shop');
    await desk.field('Address of the server').fill(`${shop.origin}/mcp`);
    await desk.allowLocal();
    await desk.editor.getByRole('button', { name: 'List its tools' }).click();
    await desk.editor.getByRole('checkbox', { name: 'orders/find' }).check();
    await desk.editor.getByRole('switch', { name: 'Without approval' }).check({ force: true });
    await expect(desk.editor.getByText('shop_orders_find')).toBeVisible();
    await console.picture('tool-mcp');
    await desk.run({ id: 'A17' });
    await expect(desk.result).toContainText('A17 left on Tuesday');

    await desk.add('MCP server');
    await desk.field('Name').fill('depot');
    await desk.field('Address of the server').fill(`${shop.origin}/mcp`);
    await desk.allowLocal();
    await desk.field('Who asks it').selectOption('the model service');
    await desk.editor.getByRole('button', { name: 'List its tools' }).click();
    await desk.editor.getByRole('checkbox', { name: 'orders/find' }).check();

    await desk.add('Ask a colleague');
    await console.picture('tool-operator');
    await desk.run({ question: 'Do we ship to Malta?' });
    await desk.result.getByRole('button', { name: 'Yes', exact: true }).click();
    await expect(desk.result.getByRole('group', { name: 'What the model reads' })).toHaveText('Yes');

    await desk.add('Transfer');
    await desk.field('Name 1').fill('Sales');
    await desk.field('Number 1').fill(SALES);
    await console.picture('tool-transfer');
    await desk.side('Try it');
    await desk.editor.getByLabel('to', { exact: true }).selectOption('Sales');
    await desk.editor.getByRole('button', { name: 'Run' }).click();
    await expect(desk.result).toContainText(`would be put through to ${SALES}`);

    await agents.publish(1);
    await agents.assign('+1 415 555 0134', 'Order desk');
    const { call: caller, model } = await agents.ring(simulators.number);
    // The greeting may be over by the time the page has shown the call.
    await caller.untilHeardMs(1);
    const transcript = page.getByRole('log', { name: 'Transcript' });
    const row = (state: string, what: string) => transcript.getByRole('button', { name: `${state} ${what}` });

    await caller.speak(CLIPS.audio('anna-order'));
    const panel = page.getByRole('complementary', { name: 'This call' });
    await expect(row('Answered', 'lookup_order')).toContainText('{"status":"shipped"}');
    await expect(row('Answered', 'double')).toContainText('{"double":42}');
    await expect(row('Answered', 'shop_orders_find')).toContainText('A17 left on Tuesday');
    await expect(row('Waits for a person', 'ask_operator')).toBeVisible();
    await expect(panel.getByRole('region', { name: /^cancel_order, from/ })).toContainText('Grüße, "sofort"');
    await console.picture('tool-approval');
    await panel
      .getByRole('region', { name: /^depot_orders_find/ })
      .getByRole('button', { name: 'Approve' })
      .click();
    await expect(row('Answered', 'depot_orders_find')).toContainText('A17 left on Tuesday');
    await panel
      .getByRole('region', { name: /^ask_operator/ })
      .getByRole('button', { name: /^Yes/ })
      .click();
    await expect(row('Answered', 'ask_operator')).toContainText('Yes');

    await caller.speak(CLIPS.audio('anna-hello'));
    const stale = panel.getByRole('region', { name: 'cancel_order, out of date' });
    await expect(stale).toContainText('Nothing of this was run.');
    await expect(stale.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await expect(transcript).toContainText('May have spoken of an outcome too early: cancel_order had none yet');
    await console.picture('tool-stale');
    expect(shop.cancelled).toEqual([]);
    const fresh = panel.getByRole('region', { name: /^cancel_order, from/ });
    await expect(fresh).toContainText('A18');
    await fresh.getByRole('button', { name: 'Approve' }).click();
    await expect(row('Answered', 'cancel_order')).toContainText('{"cancelled":true}');
    expect(shop.cancelled).toEqual(['{"id":"A18","note":"<b>second thoughts</b>"}']);

    await panel.getByRole('button', { name: /^Tools/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Tools in this call' });
    const lookUp = dialog.getByRole('switch', { name: 'lookup_order' });
    await lookUp.click({ force: true });
    await expect(lookUp).not.toBeChecked();
    await console.picture('tools-off');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => toolsOf(changesAsked(model).at(-1))).not.toContain('lookup_order');
    expect(toolsOf(changesAsked(model).at(-1))).toContain('cancel_order');
    await caller.speak(CLIPS.audio('anna-number'));
    await expect(row('Failed', 'lookup_order')).toContainText('Switched off for this call');
    expect(shop.asked.filter((each) => each.startsWith('GET /orders/A18'))).toEqual([]);

    await caller.speak(CLIPS.audio('anna-interrupt-two'));
    await expect(panel).toContainText(/put through|transfer/i);
    await expect.poll(() => called.map(({ number }) => number)).toEqual([SALES]);
    caller.hangUp();
  },
);

function toolsOf(session: unknown): readonly string[] {
  const { tools = [] } = session as { readonly tools?: readonly { readonly name: string }[] };
  return tools.map(({ name }) => name);
}
