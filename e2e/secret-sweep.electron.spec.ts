import type { Page } from '@playwright/test';
import { PLANTED_SECRETS, CONTROL, filesBelow, startsOf, sweep, type Place } from './secret-sweep';
import { expect, test } from './console';
import { openDesktop } from './desktop-console';
import { NO_KEYRING } from './keyring';
import { ToolDesk } from './tool-desk';
import { openToolShop } from './tool-shop';

const NUMBER = '+14155550134';
const CALLER = '+12125550187';
const { openAiKey, accountSid, authToken, apiKeySecret, ngrokAuthtoken, webhookPassword, toolSecret } = PLANTED_SECRETS;

test.use({ account: { facts: { sid: accountSid, authToken } } });

/** Records every message into the page from now on: its ports are the only way in. */
function overhear(): void {
  const heard: string[] = [];
  const known = new WeakSet<MessagePort>();
  Reflect.set(globalThis, 'overheard', heard);
  const listen = Reflect.get(MessagePort.prototype, 'addEventListener') as (...parameters: unknown[]) => void;
  const listenToo = new Proxy(listen, {
    apply: (target, port: MessagePort, parameters: readonly unknown[]) => {
      if (parameters[0] === 'message' && !known.has(port)) {
        known.add(port);
        const keep = ({ data }: MessageEvent<unknown>): void => {
          if (typeof data === 'string') heard.push(data);
        };
        Reflect.apply(target, port, ['message', keep]);
      }
      Reflect.apply(target, port, parameters);
    },
  });
  Reflect.set(MessagePort.prototype, 'addEventListener', listenToo);
}

/** Text that a page shows and holds, including fields, and the messages it received. */
async function seenIn(page: Page, moment: string): Promise<readonly Place[]> {
  const { fields, heard, stored } = await page.evaluate(() => {
    const values = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value);
    const messages = (Reflect.get(globalThis, 'overheard') as string[]).splice(0);
    return {
      fields: values.join('\n'),
      heard: messages.join('\n'),
      stored: [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href].join('\n'),
    };
  });
  return [
    { name: `the page ${moment}`, text: await page.content() },
    { name: `fields ${moment}`, text: fields },
    { name: `messages ${moment}`, text: heard },
    { name: `storage ${moment}`, text: stored },
  ];
}

/** Adds an origin that secrets may be sent to. */
async function enterOrigin(page: Page, origin: string): Promise<void> {
  await page.getByRole('combobox', { name: 'May be sent to' }).fill(origin);
  await page.keyboard.press('Enter');
}

test('seven secrets are nowhere to be found, whatever goes wrong with them', async ({
  electron,
  display,
  dataFolder,
  simulators,
  publicPort,
}) => {
  const { carrier, environment: services } = simulators;
  const environment = {
    ...NO_KEYRING,
    SWITCHBOARD_PUBLIC_PORT: String(publicPort),
    OPENAI_REALTIME_URL: services['OPENAI_REALTIME_URL'] ?? '',
    TWILIO_API_URL: services['TWILIO_API_URL'] ?? '',
  };
  const number = carrier.numbers.get(NUMBER);
  if (number === undefined) throw new Error('there is no number');
  number.voice_url = `https://desk:${encodeURIComponent(webhookPassword)}@voice.example.com/in`;
  const { app, page, stop } = await openDesktop({ electron, display, dataFolder, environment });
  const places: Place[] = [];
  let said = '';
  for (const output of [app.process().stdout, app.process().stderr]) {
    output?.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const look = async (moment: string): Promise<void> => void places.push(...(await seenIn(page, moment)));
  const enter = async (label: string, value: string): Promise<void> => {
    await page.getByLabel(label, { exact: true }).fill(value);
    await page.keyboard.press('Enter');
  };
  const goTo = (name: string): Promise<void> => page.getByRole('link', { name, exact: true }).click();
  await page.addInitScript(overhear);
  await page.reload();

  await enter('OpenAI API key', openAiKey);
  await expect(page.getByText('OpenAI does not know this key')).toBeVisible();
  await look('when OpenAI refused');
  await page.getByRole('button', { name: 'Continue anyway' }).click();

  carrier.restFaults.arm({ kind: 'html-502' });
  await page.getByLabel('Twilio Account SID', { exact: true }).fill(accountSid);
  await enter('Twilio Auth Token', authToken);
  await expect(page.getByText(/Twilio has a problem of its own|The answer was not one of Twilio’s/)).toBeVisible();
  await look('when Twilio answered nonsense');
  carrier.restFaults.arm({ kind: 'reset' });
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('Twilio could not be reached.')).toBeVisible();
  await look('when Twilio broke off');
  await page.getByRole('button', { name: 'Continue anyway' }).click();

  await enter('ngrok authtoken', ngrokAuthtoken);
  await expect(page.getByText(/ngrok could not be reached\.|ngrok does not know the authtoken/)).toBeVisible();
  await look('when ngrok failed');
  await page.getByLabel('My own URL').check();
  await enter('Public URL', `http://127.0.0.1:${publicPort}`);
  await expect(page.getByText('Only this machine itself can call')).toBeVisible();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();

  await page.getByLabel('Greeting', { exact: true }).fill(CONTROL);
  await page.getByLabel('Instructions', { exact: true }).focus();
  await expect(page.getByText('Saved. New calls use it from now on.')).toBeVisible();
  carrier.restFaults.arm({ kind: 'server-error', path: 'IncomingPhoneNumbers/PN' });
  await page.getByRole('button', { name: 'Go live' }).click();
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
  await look('when going live failed');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('+1 415 555 0134 is live.')).toBeVisible();
  await page.getByRole('button', { name: 'Test, +1 415 555 0134' }).click();
  await expect(page.getByText('OpenAI does not know this key')).toBeVisible();
  await look('when the test failed');
  await page.getByRole('button', { name: 'Open the console' }).click();

  const call = carrier.dial({ from: CALLER, to: NUMBER });
  await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText('HTTP 401');
  await call.ended;
  await look('when the model refused the call');

  await goTo('Settings');
  await page.getByText('Twilio API key (optional)').click();
  await page.getByLabel('Twilio API key SID', { exact: true }).fill(`SK${'5'.repeat(32)}`);
  await enter('Twilio API key secret', apiKeySecret);
  await expect(page.getByText('Twilio does not take the API key')).toBeVisible();
  await page.getByRole('button', { name: 'Keep them anyway…' }).click();
  await page.getByRole('button', { name: 'Accept weaker protection' }).click();
  await expect(page.getByText('Keys are stored under weaker protection')).toBeVisible();
  await look('when keys were stored');
  const shop = await openToolShop();
  await goTo('Tool secrets');
  await page.getByLabel('Name', { exact: true }).fill('shop_key');
  await page.getByLabel('Secret', { exact: true }).fill(toolSecret);
  await enterOrigin(page, shop.origin);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`sent to ${shop.origin} only`)).toBeVisible();
  await look('when a tool’s secret was kept');
  const desk = new ToolDesk(page);
  await desk.open();
  await desk.add('Web request');
  await desk.field('Address').fill(`${shop.origin}/echo`);
  await desk.allowLocal();
  const headers = desk.editor.getByRole('group', { name: 'Headers' });
  await headers.getByRole('button', { name: 'Add' }).click();
  await desk.field('Header 1').fill('x-shop-key');
  await desk.field('Value 1').fill('Key {{secret:shop_key}}');
  await desk.run();
  await expect(desk.result).toContainText('Key [secret shop_key]');
  await look('when a tool was answered with its secret');
  await shop.close();
  await desk.run();
  await expect(desk.result).toContainText('The service refused the connection');
  await look('when a tool with a secret failed');
  expect(
    shop.told.some((each) => each === `Key ${toolSecret}`),
    'the secret went where it was to go',
  ).toBe(true);
  await goTo('Lines');
  await expect(page.getByRole('combobox', { name: /^Agent of/ }).first()).toBeVisible();
  await look('on Lines');

  const inMain = await app.evaluate(({ app: running }) =>
    JSON.stringify([process.argv, process.env, process.title, running.commandLine.getSwitchValue('user-data-dir')]),
  );
  places.push({ name: 'the main process', text: inMain }, ...startsOf(app.process().pid ?? 0));
  const whileLive = filesBelow(dataFolder);
  await stop();
  places.push({ name: 'what the app said', text: said });

  // A number's old routing is kept in full, to be restored later; its password may be nowhere else.
  const files = [...whileLive, ...filesBelow(dataFolder)];
  const kept = files.filter(({ name }) => name === 'saved-routings.json');
  expect(sweep(kept).every((found) => found.endsWith('holds webhookPassword'))).toBe(true);
  expect(sweep([...places, ...files.filter((file) => !kept.includes(file))])).toEqual([]);

  const holds = (place: RegExp, text: string): boolean =>
    [...places, ...files].some(({ name, text: all }) => place.test(name) && all.includes(text));
  for (const place of [/^the page when going live failed/, /^fields when going live/, /^messages/, /^agents\//]) {
    expect(holds(place, CONTROL), String(place)).toBe(true);
  }
  expect(holds(/^journal\.sqlite/, CALLER)).toBe(true);
  expect(holds(/^switchboard\.log/, 'call.ended')).toBe(true);
  expect(holds(/^switchboard\.log/, CALLER)).toBe(false);
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['settings.json', 'secrets.json', 'secrets.key']),
  );
  expect(number.voice_url).toContain(encodeURIComponent(webhookPassword));
});
