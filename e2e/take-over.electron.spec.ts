import path from 'node:path';
import { FRAME_BYTES, FRAME_MS } from '../src/shared/audio/headset-wire';
import { MULAW_BYTES_PER_MS } from '../src/shared/audio/mulaw';
import { loadClips } from '../src/simulator/clips/clips';
import type { Dialogue } from '../src/simulator/realtime/dialogue/dialogue';
import { SHOP_LINES, shopDialogue } from '../src/simulator/realtime/dialogue/shop-dialogue';
import type { HeardRun } from '../src/simulator/twilio/media/heard-audio';
import { REPOSITORY } from './binaries';
import { expect, test } from './patient';
import { recordAudioOf } from './audio-recorder';
import { recognise, soundFrom } from './hearing';
import { speakingMicrophone } from './speaking-microphone';
import { accountFor } from './stretches';

const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));
const SPOKEN = clips.audio('ben-order');
/** Audio of everything the agent can say. */
const AGENT = Buffer.concat(
  clips
    .names()
    .filter((name) => clips.voice(name) === 'agent')
    .map((name) => clips.audio(name)),
);
/** Audio needed to recognise a voice; ms. */
const ENOUGH_MS = 2000;
/** Audio in doubt around a missing stretch: up to 20 ms on each side belong to no stretch; ms. */
const IN_DOUBT_MS = 40;
/** Recognised stretches of 100 ms that prove a voice: another voice has none. */
const RECOGNISED = 5;

/** The longest possible answer, 90 s: it is cut, however long an operator takes to come. */
const GREETING = Buffer.concat(Array.from({ length: 8 }, () => clips.audio('agent-blue')));
const longGreeting: Dialogue = (moment) =>
  moment.context.length === 0 ? [{ say: SHOP_LINES.greeting, audio: GREETING }] : shopDialogue(moment);

const MICROPHONE = speakingMicrophone('spoken', SPOKEN, 600);

test.use({
  args: MICROPHONE,
  account: { dialogue: longGreeting, pace: { timesRealTime: 64 } },
});

test('the operator takes over, is heard, and hands back, by keyboard alone', async ({ console, simulators }) => {
  const { page } = console;
  const recorder = await recordAudioOf(page);
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  await call.untilAgentSpeaks();
  await expect(transcript).toContainText('Hello');

  await page.keyboard.press('6');
  const bar = page.getByRole('alert').filter({ hasText: 'Live to caller' });
  await expect(bar).toContainText('Your microphone is heard by +1 212 555 0187');
  const [clear] = call.heard().clears;
  expect(clear, 'the agent was cut off').toBeDefined();
  const heard = (): Buffer => call.heard().bytes.subarray(heardBytesAt(call.heard().runs, clear?.atMs ?? 0));
  await call.until('the operator was heard for a while', () => heard().length > ENOUGH_MS * MULAW_BYTES_PER_MS);
  await console.picture('live-to-caller');

  await page.keyboard.press('m');
  await expect(bar).toContainText('You are muted');
  await call.speak(clips.audio('anna-order'));
  await expect(transcript).toContainText("Hi, I'm calling about an order.");
  const [voice, spoken] = [Buffer.from(heard()), await recorder.spoken()];
  const answers = simulators.model.sessions[0]?.log.entries.filter(({ type }) => type === 'response.created');
  expect(answers, 'the greeting, and no answer until the agent is handed the call').toHaveLength(1);
  await page.keyboard.press('1');
  const brief = page.getByRole('textbox', { name: 'Brief for the agent' });
  await expect(brief).not.toBeEmpty();
  await brief.fill('The caller wants to know where order A17 is.');
  await console.picture('hand-back');
  const before = call.heard().heardMs;
  await page.keyboard.press('Control+Enter');
  await expect(bar).toBeHidden();
  await call.untilHeardMs(before + 1);
  await expect(transcript).toContainText('Handed back to the agent: The caller wants to know where order A17 is.');
  call.hangUp();
  await call.ended;

  // Not earlier: this blocks the process, and with it the carrier.
  const account = accountFor(voice, spoken);
  expect(account.knownMs, 'of what left the microphone').toBeGreaterThan(ENOUGH_MS / 2);
  expect(account.strangeMs, 'nothing but what left the microphone, in its order').toBeLessThan(IN_DOUBT_MS);
  expect(accountFor(voice, AGENT).stretches, 'the agent is silent').toEqual([]);
  const { times, gainDb } = recognise(soundFrom(SPOKEN), soundFrom(spoken), 100, 0.8);
  expect(times, 'what left the microphone is what was said').toBeGreaterThanOrEqual(RECOGNISED);
  // The browser's gain control settles during the first two seconds: at most twice and at least half as loud.
  expect(Math.abs(gainDb), 'as loud as it was said, in dB').toBeLessThan(6);
});

/** Bytes that had begun to sound at a moment of the call, in whole frames. */
function heardBytesAt(runs: readonly HeardRun[], atMs: number): number {
  return runs.reduce((bytes, { fromByte, toByte, beganAtMs }) => {
    const frames = Math.max(0, Math.ceil((atMs - beganAtMs) / FRAME_MS));
    return bytes + Math.min(toByte - fromByte, frames * FRAME_BYTES);
  }, 0);
}
