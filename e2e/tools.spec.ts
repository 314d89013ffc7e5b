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

  await desk.choose('get_user_nested_args');
  await desk.run({ id: 'U1' });
  await desk.result.getByLabel('name', { exact: true }).fill('Anna');
  await desk.result.getByLabel('plan').selectOption('business');
  await desk.result.getByRole('button', { name: 'Answer' }).click();
  await expect(desk.result).toContainText('{"name":"Anna","plan":"business"}');
  await expect(desk.result).toContainText('{"user":{"id":"U1"}}');

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

const EXAMPLES = [
  ['Ask a colleague', 'ask_operator'],
  ['Weather at a place', 'get_weather'],
  ['Weather at coordinates', 'get_weather_from_coords'],
  ['Ping', 'ping_no_args'],
  ['User profile', 'get_user_nested_args'],
  ['Route', 'calculate_route_more_properties'],
] as const;
