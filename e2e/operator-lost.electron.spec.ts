import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { MULAW_BYTES_PER_MS } from '../src/shared/audio/mulaw';
import { loadClips } from '../src/simulator/clips/clips';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { REPOSITORY } from './binaries';
import { expect, test, type Console } from './console';
import type { Simulators } from './simulators';
import { speakingMicrophone } from './speaking-microphone';

/** The shortest wait that can be chosen, and one so long that nothing ends it before it was looked at; seconds. */
const AT_ONCE_SECONDS = 2;
const LATER_SECONDS = 120;

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));
const MICROPHONE = speakingMicrophone('lost', CLIPS.audio('dana-refund'), 200);

test.use({
  args: MICROPHONE,
});

const AGENT_GOES_ON = 'The operator could not be heard any more; the agent has the call again';

/** Sets the caller's waiting time in the settings. */
async function chooseReturn(page: Page, seconds: number): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Sound' }).click();
  await page.getByLabel('When you are cut off while live, wait').fill(String(seconds));
  const save = page.getByRole('button', { name: 'Save' });
  await save.click();
  await expect(save).toBeDisabled();
  await expect(page.getByText('Saved. It holds for calls that are on, too.')).toBeVisible();
  await page.getByRole('link', { name: 'Live' }).click();
}

/** Takes over and resolves when the caller has heard the operator for a while. */
async function takeOver(page: Page, call: SimulatedCall): Promise<Locator> {
  await page.keyboard.press('6');
  const bar = page.getByRole('alert').filter({ hasText: 'Live to caller' });
  await expect(bar).toBeVisible();
  const before = call.heard().heardMs;
  await call.until('the operator is heard', () => call.heard().heardMs > before + 500);
  return bar;
}

/** Opens a call whose operator is live. When nobody can hear the operator any more, the caller waits `waitSeconds`. */
async function goLive(page: Page, { carrier, number }: Simulators, waitSeconds: number) {
  await chooseReturn(page, waitSeconds);
  const call = carrier.dial({ from: '+12125550187', to: number });
  await call.untilAgentSpeaks();
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Hello');
  return { call, bar: await takeOver(page, call) };
}

/** Expects the agent to speak with the caller again, and not before the waiting time is over. */
async function expectAgentBack(call: SimulatedCall, lostAtMs: number): Promise<void> {
  const words = CLIPS.audio('agent-back');
  const beginning = words.subarray(0, words.length / 4);
  await call.until('the agent is heard', () => call.heard().bytes.includes(beginning));
  expect(heardAtMs(call, beginning) - lostAtMs).toBeGreaterThan(AT_ONCE_SECONDS * 1000);
}

/** Time at which a sound came out of the phone; ms of the call. */
function heardAtMs(call: SimulatedCall, sound: Buffer): number {
  const { bytes, runs } = call.heard();
  let left = bytes.indexOf(sound);
  const run = runs.find(({ fromByte, toByte }) => {
    if (left < toByte - fromByte) return true;
    left -= toByte - fromByte;
    return false;
  });
  return (run?.beganAtMs ?? NaN) + left / MULAW_BYTES_PER_MS;
}

test('a window that dies while live to a caller: the next one says that they hear nobody', async ({
  console,
  simulators,
}) => {
  const { call } = await goLive(console.page, simulators, LATER_SECONDS);
  console.expectCrash();
  await crash(console);
  await expect.poll(() => shown(console)).toContain('The caller hears nobody');
  expect(await shown(console)).not.toContain('Live to caller');
  expect(call.isOver).toBe(false);
  call.hangUp();
  await call.ended;
});

test('a window that dies while live to a caller: they get the agent back, and the next one says so', async ({
  console,
  simulators,
}) => {
  const { call } = await goLive(console.page, simulators, AT_ONCE_SECONDS);
  console.expectCrash();
  const lostAtMs = call.nowMs();
  await crash(console);
  await expectAgentBack(call, lostAtMs);
  await expect.poll(() => shown(console)).toContain(AGENT_GOES_ON);
  expect(await shown(console)).not.toContain('Live to caller');
  expect(call.isOver).toBe(false);
  call.hangUp();
  await call.ended;
});

test('a microphone that is pulled out while live to a caller: a warning, a way back, and else the agent', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const playedSeconds = await watchSound(page);
  const { call, bar } = await goLive(page, simulators, LATER_SECONDS);
  await pullOut(console);
  await expect(bar).toContainText('cannot hear you: your microphone is gone');
  await bar.getByRole('button', { name: 'Try the microphone again' }).click();
  await expect(bar).toContainText('Your microphone is heard by');
  const before = call.heard().heardMs;
  await call.until('the operator is heard again', () => call.heard().heardMs > before + 500);
  const playedBefore = await playedSeconds();
  await expect.poll(playedSeconds, 'the operator hears the caller again').toBeGreaterThan(playedBefore);

  await chooseReturn(page, AT_ONCE_SECONDS);
  const lostAtMs = call.nowMs();
  await pullOut(console);
  await expectAgentBack(call, lostAtMs);
  await expect(bar).toBeHidden();
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText(AGENT_GOES_ON);
  call.hangUp();
  await call.ended;
});

/** Kills the page's process and waits until the next one has loaded. */
async function crash({ app }: Console): Promise<void> {
  await app?.evaluate(async ({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    const loaded = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    contents?.forcefullyCrashRenderer();
    await loaded;
  });
}

/** Text in the window, even after its page has crashed, which Playwright does not survive. */
async function shown({ app }: Console): Promise<string> {
  const text = await app?.evaluate(async ({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    return (await contents?.executeJavaScript('document.body.innerText')) as string;
  });
  return text ?? '';
}

/**
 * Kills the process that has the sound devices, as if a device were pulled out. The browser itself tells the page about its
 * microphone.
 */
async function pullOut({ app }: Console): Promise<void> {
  await app?.evaluate(({ app: electron }) => {
    const audio = electron.getAppMetrics().find(({ serviceName }) => serviceName === 'audio.mojom.AudioService');
    if (audio === undefined) throw new Error('no process has the sound devices');
    process.kill(audio.pid, 'SIGKILL');
  });
}

/**
 * Returns a function that reads the sound card's playing time in seconds; it stops when nobody takes the audio. Reloads the
 * page.
 */
async function watchSound(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const resume = Reflect.get(AudioContext.prototype, 'resume');
    AudioContext.prototype.resume = function (this: AudioContext) {
      Reflect.set(globalThis, 'soundCard', this);
      return resume.call(this);
    };
  });
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  await page.reload();
  return () => page.evaluate(() => (Reflect.get(globalThis, 'soundCard') as AudioContext).currentTime);
}
