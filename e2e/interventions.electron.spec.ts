import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { loadClips } from '../src/simulator/clips/clips';
import type { WireEntry } from '../src/simulator/realtime/wire-log';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import type { Simulators } from './simulators';
import { speakingMicrophone } from './speaking-microphone';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));
const PERSON = '+1 212 555 0180';

const SAID = 'delivery is free today.';
const FREE_DELIVERY = `Tell the caller ${SAID}`;
/** The first quick text of an operator who has written none. */
const QUICK_TEXT = 'Offer to have a person call back.';
const REGULAR = 'She is a regular.';
const BRIEF = 'Nothing was promised.';

/** Of a machine with more to do than it has cores. */
const PATIENCE = { timeout: 30_000 };
/** In which an agent who was not to answer would have been heard. */
const ANSWERED_BY_MS = 1000;

const MICROPHONE = speakingMicrophone('intervening', CLIPS.audio('ben-order'), 600);

test.use({
  args: MICROPHONE,
  // As fast as it plays: a response runs for as long as it is heard.
  account: { pace: { timesRealTime: 1 }, called: () => ({ then: 'is-busy', ringsMs: 300 }) },
});

interface Desk {
  readonly page: Page;
  readonly transcript: Locator;
  readonly simulators: Simulators;
  readonly call: SimulatedCall;
}

test('whispers, a whisper while live, handing back to a caller who speaks, and a transfer to a busy line, by keyboard', async ({
  console,
  simulators,
}) => {
  test.setTimeout(150_000);
  const { page } = console;
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const desk: Desk = { page, transcript, simulators, call };
  await test.step('two whispers during a running response', () => whisperTwice(desk));
  await test.step('a whisper during a take over', () => whisperWhileLive(desk));
  await test.step('handing back while the caller speaks', () => handBackWhileCallerSpeaks(desk));
  await test.step('a transfer to a busy line', () => transferToBusy(desk));
  const complaints = wire(desk).filter(({ type }) => type === 'error');
  expect(complaints.map(({ event }) => event['error'])).toEqual([]);
  call.hangUp();
  await call.ended;
});

/** One is written, one is a quick text; both wait for the greeting and are used in the reply after it. */
async function whisperTwice(desk: Desk): Promise<void> {
  const { page, call } = desk;
  const box = page.getByRole('textbox', { name: 'Whisper to the agent' });
  await call.untilAgentSpeaks();
  await page.keyboard.press('5');
  await expect(box).toBeFocused();
  await page.keyboard.type(FREE_DELIVERY);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+1');
  for (const text of [FREE_DELIVERY, QUICK_TEXT]) await expectReceipt(desk, text, 'sending');
  await expect(box).toHaveValue('');
  for (const text of [FREE_DELIVERY, QUICK_TEXT]) await expectReceipt(desk, text, 'delivered, not used yet');
  await page.keyboard.press('Escape');

  await call.untilHeardMs(msOf('agent-greeting'));
  expect(call.heard().clears, 'the greeting was not cut').toEqual([]);
  expect(timesHeard(call, 'agent-greeting')).toBe(1);
  const { heardMs } = call.heard();
  expect(heardMs, 'nothing but the greeting').toBeLessThan(msOf('agent-greeting') + 100);
  await call.speak(CLIPS.audio('anna-number'));
  for (const text of [FREE_DELIVERY, QUICK_TEXT]) await expectReceipt(desk, text, 'used in the next reply');
  await expect(desk.transcript.getByText(SAID, { exact: true })).toBeVisible(PATIENCE);
  await call.untilHeardMs(heardMs + 1000);
  await call.untilAgentQuiet(300);

  const greeted = wire(desk).findIndex(({ type }) => type === 'response.done');
  const [first = -1, second = -1] = [FREE_DELIVERY, QUICK_TEXT].map((text) => toldAt(desk, text));
  expect(first, 'told after the response that ran').toBeGreaterThan(greeted);
  expect(second, 'in their order').toBeGreaterThan(first);
}

/** The agent is told, says nothing, and has not used it. */
async function whisperWhileLive(desk: Desk): Promise<void> {
  const { page, call } = desk;
  const bar = page.getByRole('alert').filter({ hasText: 'Live to caller' });
  await page.keyboard.press('6');
  await expect(bar).toContainText('Your microphone is heard by +1 212 555 0187');
  await page.keyboard.press('m');
  await expect(bar).toContainText('You are muted');
  await page.keyboard.press('5');
  await page.keyboard.type(REGULAR);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expectReceipt(desk, REGULAR, 'delivered, not used yet');

  await call.untilAgentQuiet(300);
  const audibleMs = call.agentLastAudibleMs;
  await call.speak(CLIPS.audio('anna-number'));
  await expect(desk.transcript.getByText(CLIPS.text('anna-number'))).toHaveCount(2, PATIENCE);
  const saidAtMs = call.nowMs();
  await call.until('an answer would be heard', () => call.nowMs() > saidAtMs + ANSWERED_BY_MS);
  expect(call.agentLastAudibleMs, 'the agent is silent').toBe(audibleMs);
  await expectReceipt(desk, REGULAR, 'delivered, not used yet');
}

/** The caller is answered once, when they have finished, by an agent that has the whisper and the brief. */
async function handBackWhileCallerSpeaks(desk: Desk): Promise<void> {
  const { page, transcript, call } = desk;
  await page.keyboard.press('1');
  const brief = page.getByRole('textbox', { name: 'Brief for the agent' });
  await expect(brief).toBeFocused();
  await expect(brief).not.toBeEmpty();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(BRIEF);
  const before = wire(desk).length;
  const spoken = call.speak(CLIPS.audio('anna-order'));
  await call.until('the caller speaks', () => typesSince(desk, before).includes('input_audio_buffer.speech_started'));
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('caller is speaking').first()).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Live to caller' })).toBeHidden();
  await expect(transcript).toContainText(`Handed back to the agent: ${BRIEF}`);

  await spoken;
  await call.untilAgentSpeaks();
  const types = typesSince(desk, before);
  expect(types.filter((type) => type === 'response.created')).toHaveLength(1);
  const stoppedAt = before + types.indexOf('input_audio_buffer.speech_stopped');
  expect(toldAt(desk, BRIEF), 'told while they spoke').toBeLessThan(stoppedAt);
  expect(toldAt(desk, BRIEF)).toBeGreaterThan(toldAt(desk, REGULAR));
  await expectReceipt(desk, REGULAR, 'used in the next reply');
}

/** The answer is heard to its end, it rings in the caller's ear, then the same agent speaks with them again. */
async function transferToBusy(desk: Desk): Promise<void> {
  const { page, transcript, simulators, call } = desk;
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('t');
  await expect(dialog.getByLabel('To', { exact: true })).toBeFocused();
  await page.keyboard.type(PERSON);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'Blind' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(transcript).toContainText(`Transferring to ${PERSON}`);
  await expect(page.getByText('transfer failed')).toBeVisible(PATIENCE);
  await expect(transcript).toContainText(`The transfer to ${PERSON} failed: busy`);
  await expect(transcript).toContainText('I could not put you through: the line was busy.');
  const sources = (): readonly string[] => call.heard().runs.map(({ source }) => source);
  await call.until('the agent is back', () => sources().lastIndexOf('agent') > sources().lastIndexOf('ringing'));
  expect(sources()).toContain('ringing');
  expect(timesHeard(call, 'agent-ask-number'), 'answered once, and to the last word').toBe(1);
  expect(timesHeard(call, 'agent-back'), 'nobody spoke over the caller').toBe(0);
  expect(call.isOver).toBe(false);
  expect(simulators.model.sessions.filter(({ log }) => log.entries.some(isResponse))).toHaveLength(1);
  expect(toldAt(desk, 'the line was busy')).toBeGreaterThan(toldAt(desk, BRIEF));
}

async function expectReceipt({ transcript }: Desk, text: string, receipt: string): Promise<void> {
  const row = transcript.locator('[data-index]').filter({ hasText: `Whisper: ${text}` });
  await expect(row).toContainText(receipt, PATIENCE);
}

const isResponse = ({ type }: WireEntry): boolean => type === 'response.created';

/** What went between the console and the model of this call. */
function wire({ simulators }: Desk): readonly WireEntry[] {
  return simulators.model.sessions[0]?.log.entries ?? [];
}

const typesSince = (desk: Desk, index: number): readonly string[] =>
  wire(desk)
    .slice(index)
    .map(({ type }) => type);

/** Where on the wire the model was first told these words; -1: never. */
function toldAt(desk: Desk, words: string): number {
  return wire(desk).findIndex(({ from, event }) => from === 'client' && JSON.stringify(event).includes(words));
}

const msOf = (clip: string): number => CLIPS.audio(clip).length / 8;

/** How often a clip came out of the phone, whole. */
function timesHeard(call: SimulatedCall, clip: string): number {
  const { bytes } = call.heard();
  const audio = CLIPS.audio(clip);
  let times = 0;
  for (let at = bytes.indexOf(audio); at >= 0; at = bytes.indexOf(audio, at + audio.length)) times += 1;
  return times;
}
