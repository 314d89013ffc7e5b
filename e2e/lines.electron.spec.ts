import type { Page } from '@playwright/test';
import { startFaultyProxy } from '../src/simulator/network/faulty-proxy';
import { expect, test } from './console';
import { openDesktop, type DesktopConsole } from './desktop-console';
import { ANSWER, ask, untilAnswered } from './hours-caller';
import { latch } from './latch';

const GO_LIVE = 'Go live, +1 415 555 0134';
const GO_OFF = 'Go off, +1 415 555 0134';
const BEFORE = { voice_url: 'https://voice.example.com/before', status_callback: 'https://voice.example.com/status' };

async function openLines(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
}

test('killed while going live, going off and live, the next start puts the number back, but for what others changed', async ({
  electron,
  display,
  dataFolder,
  simulators,
  publicPort,
}) => {
  const environment = { SWITCHBOARD_PUBLIC_PORT: String(publicPort), ...simulators.environment };
  const start = (): Promise<DesktopConsole> => openDesktop({ electron, display, dataFolder, environment });
  const number = simulators.carrier.numbers.get(simulators.number);
  if (number === undefined) throw new Error('there is no number');
  Object.assign(number, BEFORE);
  const ours = `http://127.0.0.1:${publicPort}/twiml`;
  /** Delays each request about the one number, so that the app can be killed before the answer. */
  const slowDown = (times: number): void =>
    simulators.carrier.restFaults.arm({ kind: 'latency', ms: 1000, times, path: 'IncomingPhoneNumbers/PN' });

  const goingLive = await start();
  await openLines(goingLive.page);
  await goingLive.page.getByRole('button', { name: GO_LIVE }).waitFor();
  slowDown(4);
  await goingLive.page.getByRole('button', { name: GO_LIVE }).click();
  await expect.poll(() => number.voice_url, { intervals: [20] }).toBe(ours);
  await goingLive.kill();
  expect(number.voice_url).toBe(ours);

  const goingOff = await start();
  await expect.poll(() => number).toMatchObject(BEFORE);
  await openLines(goingOff.page);
  await goingOff.page.getByRole('button', { name: GO_LIVE }).click();
  await expect(goingOff.page.getByRole('button', { name: 'Test, +1 415 555 0134' })).toBeVisible();
  const answers = latch();
  simulators.carrier.restFaults.arm({
    kind: 'latency',
    until: answers.opened,
    times: 2,
    path: 'IncomingPhoneNumbers/PN',
  });
  await goingOff.page.getByRole('button', { name: GO_OFF }).click();
  await expect(goingOff.page.getByText('Going off…')).toBeVisible();
  await goingOff.kill();
  answers.open();
  expect(number.voice_url).toBe(ours);

  const live = await start();
  await expect.poll(() => number).toMatchObject(BEFORE);
  await openLines(live.page);
  await live.page.getByRole('button', { name: GO_LIVE }).click();
  await expect(live.page.getByRole('button', { name: 'Test, +1 415 555 0134' })).toBeVisible();
  await live.kill();
  number.voice_url = 'https://voice.example.com/since';

  const last = await start();
  await openLines(last.page);
  await expect(
    last.page.getByText('Somebody changed the number while it was live; their change was kept.'),
  ).toBeVisible();
  expect(number).toMatchObject({ ...BEFORE, voice_url: 'https://voice.example.com/since' });
  await last.stop();
});

test.describe('with the way in still to be chosen', () => {
  test.use({ environment: { OPENAI_API_KEY: '' } });

  test('the tunnel gets another name in a call: the call goes on, and the number follows', async ({
    console,
    simulators,
    publicPort,
  }) => {
    const { page } = console;
    const number = simulators.carrier.numbers.get(simulators.number);
    const [one, other] = [
      await startFaultyProxy({ targetPort: publicPort }),
      await startFaultyProxy({ targetPort: publicPort }),
    ];
    await page.getByLabel('OpenAI API key', { exact: true }).fill(simulators.environment['OPENAI_API_KEY'] ?? '');
    await page.keyboard.press('Enter');
    await expect(page.getByText('OpenAI takes the key, and the model is there.')).toBeVisible();
    await page.getByRole('button', { name: 'Set up later' }).click();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('link', { name: 'Reach', exact: true }).click();
    await page.getByLabel('My own URL').check();
    await reachBy(page, `${one.url}/first`);
    await openLines(page);
    await page.getByRole('button', { name: GO_LIVE }).click();
    await expect(page.getByRole('button', { name: 'Test, +1 415 555 0134' })).toBeVisible();
    expect(number?.voice_url).toBe(`${one.url}/first/twiml`);

    const call = simulators.carrier.dial({ from: '+13125550142', to: simulators.number });
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Hello');
    one.refuse(true);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('link', { name: 'Reach', exact: true }).click();
    await reachBy(page, `${other.url}/second`);
    await expect.poll(() => number?.voice_url).toBe(`${other.url}/second/twiml`);
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await ask(call);
    await expect(page.getByRole('log', { name: 'Transcript' })).toContainText(ANSWER);
    await untilAnswered(call);
    call.hangUp();
    expect((await call.ended).endedBy).toBe('caller');

    // The next call comes by the new name.
    const next = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
    await next.untilStreaming();
    next.hangUp();
    await Promise.all([one.close(), other.close()]);
  });
});

/** Changes the public URL in Settings. */
async function reachBy(page: Page, url: string): Promise<void> {
  await page.getByLabel('Public URL', { exact: true }).fill(url);
  await page.getByRole('button', { name: 'Use this URL' }).click();
  await expect(page.getByText(`Only this machine itself can call at ${url}.`)).toBeVisible();
}

test.describe('with nothing set up', () => {
  test.use({ environment: { OPENAI_API_KEY: '', TWILIO_AUTH_TOKEN: '' } });

  test('ngrok’s own library says in plain words why there is no tunnel', async ({ console, simulators }) => {
    const { page } = console;
    await page.getByRole('button', { name: 'Set up later' }).click();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Twilio Auth Token', { exact: true }).fill(simulators.environment['TWILIO_AUTH_TOKEN'] ?? '');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Twilio takes the Account SID and the Auth Token.')).toBeVisible();
    await page.getByRole('link', { name: 'Reach', exact: true }).click();
    await page.getByLabel('ngrok authtoken', { exact: true }).fill('2aBcDeFgHiJkLmNoPqRsTuVwXyZ_0123456789abcdef');
    await page.keyboard.press('Enter');
    // Without a network ngrok cannot be reached; with one, it does not know this token.
    await expect(page.getByText(/ngrok could not be reached\.|ngrok does not know the authtoken/)).toBeVisible();
    await console.picture('settings-reach-no-network');
    await expect(page.getByRole('banner')).toContainText('failing');
    await openLines(page);
    await page.getByRole('button', { name: GO_LIVE }).click();
    await expect(page.getByText('Step 3 of 7: The tunnel is up')).toBeAttached();
    await console.picture('lines-no-tunnel');
    await page.getByRole('button', { name: GO_OFF }).click();
    await expect(page.getByRole('button', { name: GO_LIVE })).toBeVisible();
  });
});
