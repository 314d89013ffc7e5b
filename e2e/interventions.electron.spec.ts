import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { FRAME_BYTES } from '../src/shared/audio/headset-wire';
import { mulawRms } from '../src/shared/audio/mulaw';
import { loadClips } from '../src/simulator/clips/clips';
import type { WireEntry } from '../src/simulator/realtime/protocol/wire-log';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { REPOSITORY } from './binaries';
import { expect, test } from './patient';
import type { Simulators } from './simulators';
import { speakingMicrophone } from './speaking-microphone';
import { accountFor, timesHeard } from './stretches';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));
/** Audio of everything the agent can say. */
const AGENT = Buffer.concat(
  CLIPS.names()
    .filter((name) => CLIPS.voice(name) === 'agent')
    .map((name) => CLIPS.audio(name)),
);
const PERSON = '+1 212 555 0180';

const SAID = 'delivery is free today.';
const FREE_DELIVERY = `Tell the caller ${SAID}`;
/** The first quick text of an operator who has not written any. */
const QUICK_TEXT = 'Offer to have a person call back.';
const REGULAR = 'She is a regular.';
const BRIEF = 'Nothing was promised.';

const MICROPHONE = speakingMicrophone('intervening', CLIPS.audio('ben-order'), 600);

test.use({
  args: MICROPHONE,
  // In real time: a response runs for as long as it is heard, and a whisper written meanwhile waits for it.
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

/** Sends one written whisper and one quick text: neither affects a running response, and the reply after it uses both. */
async function whisperTwice(desk: Desk): Promise<void> {
  const { page, call } = desk;
  const box = page.getByRole('textbox', { name: 'Whisper to the agent' });
  await call.untilAgentSpeaks();
  await expect(box).toBeEnabled();
  await page.keyboard.press('5');
  await expect(box).toBeFocused();
  await page.keyboard.type(FREE_DELIVERY);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+1');
  await expect(box).toHaveValue('');
  for (const text of [FREE_DELIVERY, QUICK_TEXT]) await expectReceipt(desk, text, 'delivered, not used yet');
  await page.keyboard.press('Escape');

  await call.untilHeardMs(msOf('agent-greeting'));
  expect(call.heard().clears, 'the greeting was not cut').toEqual([]);
  expect(timesHeard(call.heard().bytes, CLIPS.audio('agent-greeting'))).toBe(1);
  const { bytes, heardMs } = call.heard();
  expect(CLIPS.audio('agent-greeting').equals(bytes), 'nothing but the greeting').toBe(true);
  await call.speak(CLIPS.audio('anna-number'));
  for (const text of [FREE_DELIVERY, QUICK_TEXT]) await expectReceipt(desk, text, 'used in a reply');
  await expect(desk.transcript.getByText(SAID, { exact: true })).toBeVisible();
  await call.untilHeardMs(heardMs + 1000);
  await call.untilAgentQuiet(300);

  const [first = -1, second = -1] = [FREE_DELIVERY, QUICK_TEXT].map((text) => toldAt(desk, text));
  for (const told of [first, second]) {
    const running = wire(desk)
      .slice(0, told)
      .reduce((count, { type }) => count + Number(type === 'response.created') - Number(type === 'response.done'), 0);
    expect(running, 'responses that ran when it was told').toBe(0);
  }
  expect(second, 'in their order').toBeGreaterThan(first);
}

/** Whispers while the operator is live: the agent receives it, says nothing, and has not used it. */
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
  const heardBytes = call.heard().bytes.length;
  const before = wire(desk).length;
  await call.speak(CLIPS.audio('anna-number'));
  await expect(desk.transcript.getByText(CLIPS.text('anna-number'))).toHaveCount(2);
  expect(typesSince(desk, before), 'the caller has been understood').toContain(
    'conversation.item.input_audio_transcription.completed',
  );
  await expectReceipt(desk, REGULAR, 'delivered, not used yet');
  expect(typesSince(desk, before), 'nobody answers').not.toContain('response.created');
  expect(accountFor(call.heard().bytes.subarray(heardBytes), AGENT).stretches, 'the agent is silent').toEqual([]);
}

/**
 * Hands back while the caller speaks: they get one answer, once they have finished, from an agent with whisper and brief.
 */
async function handBackWhileCallerSpeaks(desk: Desk): Promise<void> {
  const { page, transcript, call } = desk;
  await page.keyboard.press('1');
  const brief = page.getByRole('textbox', { name: 'Brief for the agent' });
  await expect(brief).toBeFocused();
  await expect(brief).not.toBeEmpty();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(BRIEF);
  const before = wire(desk).length;
  // The caller keeps speaking until the model has noticed it.
  const finishSpeaking = speakOn(call, CLIPS.audio('anna-order'));
  await call.until('the caller speaks', () => typesSince(desk, before).includes('input_audio_buffer.speech_started'));
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('caller is speaking').first()).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Live to caller' })).toBeHidden();
  await expect(transcript).toContainText(`Handed back to the agent: ${BRIEF}`);
  await call.until('the agent is told', () => toldAt(desk, BRIEF) >= 0);

  finishSpeaking();
  await call.untilAgentSpeaks();
  const types = typesSince(desk, before);
  expect(types.filter((type) => type === 'response.created')).toHaveLength(1);
  const stoppedAt = before + types.indexOf('input_audio_buffer.speech_stopped');
  expect(toldAt(desk, BRIEF), 'told while they spoke').toBeLessThan(stoppedAt);
  expect(toldAt(desk, BRIEF)).toBeGreaterThan(toldAt(desk, REGULAR));
  await expectReceipt(desk, REGULAR, 'used in a reply');
}

/** Transfers to a busy number: the answer is heard to its end, the phone rings, then the same agent speaks again. */
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
  await expect(page.getByText('transfer failed')).toBeVisible();
  await expect(transcript).toContainText(`The transfer to ${PERSON} failed: busy`);
  await expect(transcript).toContainText('I could not put you through: the line was busy.');
  const sources = (): readonly string[] => call.heard().runs.map(({ source }) => source);
  await call.until('the agent is back', () => sources().lastIndexOf('agent') > sources().lastIndexOf('ringing'));
  expect(sources()).toContain('ringing');
  expect(timesHeard(call.heard().bytes, CLIPS.audio('agent-ask-number')), 'answered once, and to the last word').toBe(
    1,
  );
  expect(timesHeard(call.heard().bytes, CLIPS.audio('agent-back')), 'nobody spoke over the caller').toBe(0);
  expect(call.isOver).toBe(false);
  expect(simulators.model.sessions.filter(({ log }) => log.entries.some(isResponse))).toHaveLength(1);
  expect(toldAt(desk, 'the line was busy')).toBeGreaterThan(toldAt(desk, BRIEF));
}

async function expectReceipt({ transcript }: Desk, text: string, receipt: string): Promise<void> {
  const row = transcript.locator('[data-index]').filter({ hasText: `Whisper: ${text}` });
  await expect(row).toContainText(receipt);
}

const isResponse = ({ type }: WireEntry): boolean => type === 'response.created';

/** Events between the console and the model of this call. */
function wire({ simulators }: Desk): readonly WireEntry[] {
  return simulators.model.sessions[0]?.log.entries ?? [];
}

const typesSince = (desk: Desk, index: number): readonly string[] =>
  wire(desk)
    .slice(index)
    .map(({ type }) => type);

/** Index of the event that first told the model these words; -1 if none did. */
function toldAt(desk: Desk, words: string): number {
  return wire(desk).findIndex(({ from, event }) => from === 'client' && JSON.stringify(event).includes(words));
}

/** Makes the caller repeat this without a pause until the returned function lets the last repetition end. */
function speakOn(call: SimulatedCall, words: Buffer): () => void {
  const frames = Math.floor(words.length / FRAME_BYTES);
  const isLoud = (frame: number): boolean => mulawRms(words, frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES) > 0.01;
  const loud = Array.from({ length: frames }, (_, frame) => frame).filter(isLoud);
  const [first = 0, last = 0] = [loud[0], loud.at(-1)];
  let isLastTime = false;
  let isOver = false;
  call.feed((frame, index) => {
    const place = index % (last - first + 1);
    isOver ||= isLastTime && place === 0;
    if (!isOver) words.copy(frame, 0, (first + place) * FRAME_BYTES, (first + place + 1) * FRAME_BYTES);
    return !isOver;
  });
  return () => (isLastTime = true);
}

const msOf = (clip: string): number => CLIPS.audio(clip).length / 8;
