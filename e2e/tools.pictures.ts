import path from 'node:path';
import type { Page } from '@playwright/test';
import { DEFAULT_AGENT, type Agent } from '../src/shared/agent/agent';
import { loadClips } from '../src/simulator/clips/clips';
import type { Dialogue } from '../src/simulator/realtime/dialogue/dialogue';
import { shopDialogue, SHOP_LINES } from '../src/simulator/realtime/dialogue/shop-dialogue';
import { AgentDesk } from './agent-desk';
import { REPOSITORY } from './binaries';
import { expect, test as base } from './console';
import { presetAgent } from './data-folder';
import { ToolDesk } from './tool-desk';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));
const ORDER = { order_id: { type: 'string', description: 'Such as A17' } };
const machine = { timeoutMs: 8000 } as const;
const always = { when: 'always', waitMs: 60_000 } as const;

const AGENT: Agent = {
  ...DEFAULT_AGENT,
  name: 'Order desk',
  tools: [
    {
      kind: 'script',
      ...machine,
      name: 'lookup_order',
      description: 'Where an order is now, and when it arrives.',
      parameters: { type: 'object', properties: ORDER, required: ['order_id'] },
      whileRunning: 'You are looking it up.',
      code: [
        'const orders = { A17: "Tuesday", A18: "Thursday" };',
        'console.log("looking for", args.order_id);',
        '',
        'const arrives = orders[args.order_id];',
        'if (!arrives) return { error: "no such order" };',
        'return { order: args.order_id, status: "shipped", arrives };',
      ].join('\n'),
    },
    {
      kind: 'http',
      ...machine,
      name: 'refund_order',
      description: 'Pays the price of an order back. Ask for the reason first.',
      parameters: {
        type: 'object',
        properties: { ...ORDER, amount: { type: 'number', description: 'In dollars' } },
        required: ['order_id', 'amount'],
      },
      method: 'POST',
      url: 'https://api.shop.example/orders/{{order_id}}/refunds',
      headers: [{ name: 'Authorization', value: 'Bearer {{secret:shop_key}}' }],
      approval: {
        when: 'matching',
        waitMs: 60_000,
        conditions: [{ argument: 'amount', test: 'more-than', value: '20' }],
      },
    },
    {
      kind: 'mcp',
      ...machine,
      name: 'shop',
      description: '',
      url: 'https://mcp.shop.example/mcp',
      functions: [
        {
          name: 'opening_hours',
          description: 'When a branch is open',
          parameters: { type: 'object' },
          isTrusted: true,
        },
        { name: 'book_courier', description: 'Has a parcel picked up', parameters: { type: 'object' } },
      ],
      approval: always,
    },
    {
      kind: 'operator',
      name: 'ask_operator',
      description: 'Ask a human colleague when you are not sure. Go on talking with the caller meanwhile.',
      parameters: {
        type: 'object',
        properties: { question: { type: 'string', description: 'With all a colleague needs to know' } },
        required: ['question'],
      },
      timeoutMs: 120_000,
      options: ['Yes', 'No', 'Somebody will call back'],
      keepsTalking: true,
      ifNobody: 'Nobody is free. Offer a call back.',
    },
    {
      kind: 'built-in',
      name: 'transfer_call',
      description: 'Put the caller through to a person. Tell the caller so first.',
      timeoutMs: 60_000,
      destinations: [{ label: 'Sales', number: '+14155550199' }],
      countries: ['US', 'CA'],
      way: 'announced',
    },
  ],
};

const dialogue: Dialogue = (moment) => {
  const last = moment.context.at(-1);
  if (last?.by === 'tool' || last?.by === 'system') return [{ say: SHOP_LINES.checking }];
  if (last?.by !== 'caller') return shopDialogue(moment);
  const isOther = /blue/i.test(last.text);
  return [
    ...(isOther ? [{ say: 'All right, your refund has been approved.' }] : []),
    { call: 'lookup_order', arguments: { order_id: isOther ? 'A18' : 'A17' } },
    { call: 'refund_order', arguments: isOther ? { order_id: 'A18', amount: 32 } : { order_id: 'A17', amount: 48 } },
  ];
};

const test = base.extend({
  dataFolder: async ({ dataFolder }, use) => {
    presetAgent(dataFolder, AGENT);
    await use(dataFolder);
  },
});

test.use({ account: { dialogue } });

async function keep(page: Page, name: string, colorScheme: 'dark' | 'light' = 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  await page.mouse.move(0, 0);
  const file = `${name}-${colorScheme}.png`;
  await page.screenshot({ path: path.join(REPOSITORY, 'docs/pictures', file), animations: 'disabled' });
}

test('tools: each editor, the bench, an approval and a stale one', async ({ console, simulators }) => {
  const { page } = console;
  const desk = new ToolDesk(page);
  await desk.open();
  for (const [name, picture] of [
    ['refund_order', 'tool-http'],
    ['lookup_order', 'tool-script'],
    ['shop', 'tool-mcp'],
    ['ask_operator', 'tool-operator'],
    ['transfer_call', 'tool-transfer'],
  ] as const) {
    await desk.choose(name);
    await expect(desk.editor.getByRole('tab', { name: 'Try it' })).toBeVisible();
    await keep(page, picture);
  }
  await desk.choose('lookup_order');
  await desk.run({ order_id: 'A17' });
  await expect(desk.result).toContainText('Tuesday');
  await keep(page, 'tool-bench');
  await keep(page, 'tool-bench', 'light');

  const { call } = await new AgentDesk(page, simulators).ring(simulators.number);
  await call.untilAgentSpeaks();
  await call.untilAgentQuiet(400);
  const panel = page.getByRole('complementary', { name: 'This call' });
  await call.speak(CLIPS.audio('anna-refund'));
  await expect(panel.getByRole('region', { name: /^refund_order, from/ })).toContainText('48');
  await call.untilAgentSpeaks();
  await keep(page, 'tool-approval');
  await keep(page, 'tool-approval', 'light');
  await call.untilAgentQuiet(400);
  await call.speak(CLIPS.audio('anna-interrupt-one'));
  await expect(panel.getByRole('region', { name: 'refund_order, out of date' })).toBeVisible();
  await expect(page.getByText('May have spoken of an outcome too early')).toBeVisible();
  await keep(page, 'tool-stale');
  call.hangUp();
});
