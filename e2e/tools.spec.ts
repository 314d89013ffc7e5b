import AxeBuilder from '@axe-core/playwright';
import { AgentDesk } from './agent-desk';
import { expect, test as base } from './console';
import { ToolDesk } from './tool-desk';
import { openToolShop, type ToolShop } from './tool-shop';

const test = base.extend<{ readonly shop: ToolShop; readonly desk: ToolDesk }>({
  shop: async ({}, use) => {
    const shop = await openToolShop();
    await use(shop);
    await shop.close();
  },
  desk: async ({ console }, use) => {
    const desk = new ToolDesk(console.page);
    await desk.open();
    await use(desk);
  },
});

test.describe.configure({ timeout: 120_000 });

test('a web request is set up and tried; this machine is asked only when its user says so', async ({
  console,
  desk,
  shop,
}) => {
  await desk.add('Web request');
  await expect(desk.editor.getByText('Begins with https:// and a host')).toBeVisible();
  await desk.field('Name').fill('lookup_order');
  await desk.field('Description').fill('Where an order is now.');
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
});

test('a script is tried, and held to its limits', async ({ console, desk }) => {
  await desk.add('Script');
  await desk.code('console.log("so far", args);\nreturn { double: args.n * 2 };');
  await desk.addArgument('n', 'A number', 'number');
  await console.picture('tool-script');
  await desk.run({ n: '21' });
  await expect(desk.result).toContainText('{"double":42}');
  await expect(desk.result.getByRole('list', { name: 'Log' })).toContainText('so far {"n":21}');
  await desk.side('Set up');
  await desk.field('Time-out').fill('1');
  await desk.code('while (true);');
  await desk.run({ n: '1' });
  await expect(desk.result).toContainText('The script did not end in time');
  await desk.side('Set up');
  await desk.code('return typeof process + typeof require + await fetch("http://127.0.0.1/");');
  await desk.run({ n: '1' });
  await expect(desk.result).toContainText('This script may not ask http://127.0.0.1');
});

test('tools of an MCP server are listed, chosen and tried', async ({ console, desk, shop }) => {
  await desk.add('MCP server');
  await desk.field('Name').fill('shop');
  await desk.field('Address of the server').fill(`${shop.origin}/mcp`);
  await desk.editor.getByRole('button', { name: 'List its tools' }).click();
  await expect(desk.editor.getByText('The address is inside this network')).toBeVisible();
  await desk.allowLocal();
  await desk.editor.getByRole('button', { name: 'List its tools' }).click();
  await desk.editor.getByRole('checkbox', { name: 'orders/find' }).check();
  await expect(desk.editor.getByText('shop_orders_find')).toBeVisible();
  await console.picture('tool-mcp');
  await desk.run({ id: 'A17' });
  await expect(desk.result).toContainText('A17 left on Tuesday');
  await expect(desk.result).toContainText('In a call, a person would have to approve this');
});

test('a person’s tool is answered on the bench, by click and in a form', async ({ console, desk }) => {
  await desk.add('Ask a colleague');
  await console.picture('tool-operator');
  await desk.run({ question: 'Do we ship to Malta?' });
  await desk.result.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(desk.result.getByRole('group', { name: 'What the model reads' })).toHaveText('Yes');
  await desk.add('User profile');
  await desk.run({ id: 'U1' });
  await desk.result.getByLabel('name', { exact: true }).fill('Anna');
  await desk.result.getByLabel('plan').selectOption('business');
  await desk.result.getByRole('button', { name: 'Answer' }).click();
  await expect(desk.result).toContainText('{"name":"Anna","plan":"business"}');
  await expect(desk.result).toContainText('{"user":{"id":"U1"}}');
});

test('acts of the call say what they would do, and what they may not', async ({ console, desk }) => {
  await desk.add('Transfer');
  await desk.field('Name 1').fill('Sales');
  await desk.field('Number 1').fill('+14155550199');
  await console.picture('tool-transfer');
  await desk.side('Try it');
  await desk.editor.getByLabel('to', { exact: true }).selectOption('Sales');
  await desk.editor.getByRole('button', { name: 'Run' }).click();
  await expect(desk.result).toContainText('would be put through to +14155550199');
});

test('each example works as it is; the weather is asked of a stand-in', async ({ desk, shop }) => {
  for (const [title, name] of EXAMPLES) {
    await desk.add(title);
    await expect(desk.field('Name')).toHaveValue(name);
    await expect(desk.editor.locator('[aria-invalid="true"]')).toHaveCount(0);
  }
  await desk.choose('ping_no_args');
  await desk.run();
  await expect(desk.result).toContainText('pong');

  await desk.choose('get_weather_from_coords');
  await desk.field('Address').fill(`${shop.origin}/v1/forecast`);
  await desk.allowLocal();
  await desk.run({ latitude: '54.32', longitude: '10.13' });
  await expect(desk.result).toContainText('{"temp":7.5,"wind_speed":31}');
  expect(shop.asked.at(-1)).toContain('latitude=54.32&longitude=10.13&current=temperature_2m%2Cwind_speed_10m');

  await desk.choose('get_weather (?!_)|get_weatherScript');
  await desk.replaceInCode(/https:\/\/[a-z-]+\.open-meteo\.com/g, shop.origin);
  await desk.editor.getByRole('combobox', { name: 'fetch may ask' }).fill(shop.origin);
  await desk.page.keyboard.press('Enter');
  await desk.allowLocal();
  await desk.run({ location: 'Kiel' });
  await expect(desk.result).toContainText('{"place":"Kiel","celsius":7.5,"wind_kmh":31}');

  await desk.choose('calculate_route');
  await desk.side('Try it');
  await desk.editor.getByLabel('start').fill('Kiel');
  await desk.editor.getByLabel('end').fill('Lübeck');
  await desk.editor.getByLabel('mode').selectOption('bike');
  await desk.editor.getByRole('button', { name: 'Run' }).click();
  await desk.result.getByLabel('Answer to calculate_route_more_properties').fill('By the canal');
  await desk.page.keyboard.press('Enter');
  await expect(desk.result.getByRole('group', { name: 'What the model reads' })).toHaveText('By the canal');
});

test('arguments are a list, or JSON Schema with its errors where they are', async ({ console, desk }) => {
  await desk.add('Script');
  await desk.addArgument('id', 'Of the order');
  await desk.editor.getByRole('button', { name: 'As JSON Schema' }).click();
  const text = desk.editor.getByRole('textbox', { name: 'Arguments as JSON Schema' });
  await expect(text).toContainText('"description": "Of the order"');
  await text.fill('{ "type": "object", "properties": { "id": { "type": "strin" } } }');
  await expect(desk.editor.locator('.cm-lintRange-error')).toHaveText('"type"');
  await console.picture('tool-schema');
  await text.fill('{ "type": ');
  await expect(desk.editor.getByText('Not a JSON Schema yet')).toBeVisible();
  await text.fill(
    '{ "type": "object", "properties": { "order": { "type": "object", "properties": { "id": { "type": "string" } } } } }',
  );
  await expect(desk.editor.getByText('More than a list can say')).toBeVisible();
  await desk.side('Try it');
  await expect(desk.editor.getByRole('group', { name: 'order (optional)' }).getByLabel('id (optional)')).toBeVisible();
});

test('a secret goes in, is sent to its origin only, and never comes out', async ({ console, desk, shop }) => {
  const { page } = console;
  await page.goto(`${page.url().split('#')[0] ?? ''}#/settings/secrets`);
  await page.getByLabel('Name', { exact: true }).fill('shop_key');
  await page.getByLabel('Secret', { exact: true }).fill('whsec_canary_0123456789');
  await page.getByRole('combobox', { name: 'May be sent to' }).fill('https://api.shop.example');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('ends in 6789, sent to https://api.shop.example only')).toBeVisible();
  await console.picture('tool-secrets');
  expect(await page.content()).not.toContain('whsec_canary');

  await desk.open();
  await desk.add('Web request');
  await desk.field('Address').fill(`${shop.origin}/orders`);
  await desk.allowLocal();
  await desk.editor.getByRole('group', { name: 'Headers' }).getByRole('button', { name: 'Add' }).click();
  await desk.field('Header 1').fill('x-key');
  await desk.editor.getByRole('group', { name: 'Headers' }).getByRole('button', { name: 'Put in a secret' }).click();
  await page.getByRole('menuitem', { name: 'shop_key' }).click();
  await expect(desk.field('Value 1')).toHaveValue('{{secret:shop_key}}');
  await desk.run();
  await expect(desk.result).toContainText('The secret shop_key may not be sent to this service');
  expect(shop.asked).toEqual([]);
});

test('the editor and the bench have no barrier that axe can find', async ({ console, desk }) => {
  const { page } = console;
  await desk.add('Weather at coordinates');
  for (const side of ['Set up', 'Try it'] as const) {
    await desk.side(side);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      await expect(async () => {
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.failureSummary) }))).toEqual([]);
      }).toPass({ timeout: 15_000 });
    }
  }
});

test('what cannot be published is said where it is, and nothing of it is lost', async ({ desk, simulators }) => {
  await desk.add('Web request');
  await desk.field('Name').fill('two words');
  await expect(desk.editor.getByText('Letters, digits, _ and -')).toBeVisible();
  await new AgentDesk(desk.page, simulators).isSaved();
  await desk.page.reload();
  await desk.open();
  await desk.choose('two words');
  await expect(desk.field('Name')).toHaveValue('two words');
});

const EXAMPLES = [
  ['Ask a colleague', 'ask_operator'],
  ['Weather at a place', 'get_weather'],
  ['Weather at coordinates', 'get_weather_from_coords'],
  ['Ping', 'ping_no_args'],
  ['User profile', 'get_user_nested_args'],
  ['Route', 'calculate_route_more_properties'],
] as const;
