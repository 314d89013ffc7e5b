import path from 'node:path';
import type { Page } from '@playwright/test';
import { decodeHeard, FRAME_BYTES } from '../src/shared/audio/headset-wire';
import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE } from '../src/shared/audio/mulaw';
import { loadClips } from '../src/simulator/clips/clips';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { recordAudioOf, type PassedFrame } from './audio-recorder';
import { recognise, soundFrom } from './hearing';
import { countOpenings } from './openings';
import { accountFor } from './stretches';

const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));

/** Clips that Ben says in order, interrupting the answers. */
const SAID = ['ben-hours', 'ben-interrupt-one', 'ben-interrupt-two', 'ben-order', 'ben-refund', 'ben-thanks'];
/** Audio needed to recognise a voice; ms. */
const ENOUGH_MS = 1500;
/** Audio in doubt around a missing stretch: up to 20 ms on each side belong to no stretch; ms. */
const IN_DOUBT_MS = 40;
/** Recognised stretches of 40 ms that prove a voice: another voice has none. */
const RECOGNISED = 3;
/** End of an answer that the phone dropped and nobody may hear; ms. */
const LAST_WORDS_MS = 500;

/** Presses the listen key and waits until audio plays. */
async function listen(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Listen' });
  await expect(button).toBeEnabled();
  await page.keyboard.press('4');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('joining…')).toBeHidden();
}

test.describe('one call', () => {
  test.use({ account: { pace: { timesRealTime: 32 } } });

  test(
    'the operator hears what the caller says and what the caller hears, cut where it is cut',
    { tag: '@desktop' },
    async ({ console, simulators }) => {
      const { page } = console;
      const recorder = await recordAudioOf(page);
      const call = simulators.carrier.dial({ from: '+442079460991', to: simulators.number });
      const sent: Buffer[] = [];
      call.tap((audio) => sent.push(Buffer.from(audio)));
      await call.untilAgentSpeaks();
      await listen(page);
      await expect(page.getByRole('radiogroup', { name: 'Which side is heard' })).toBeVisible();
      await console.picture('listening');

      const said: Buffer[] = [];
      const hasHeardEnough = async (): Promise<boolean> => {
        const { caller, other } = sidesOf(await recorder.frames());
        const { left, right } = await recorder.loudMs();
        const known = [accountFor(caller, Buffer.concat(said)).knownMs, accountFor(other, Buffer.concat(sent)).knownMs];
        return Math.min(...known, left, right) > ENOUGH_MS;
      };
      do {
        const words = clips.audio(SAID[said.length % SAID.length] ?? '');
        said.push(words, Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE));
        await call.speak(words);
        const { heardMs } = call.heard();
        await call.until('an answer is heard', () => call.heard().heardMs > heardMs + 1000);
      } while (lastWordsDropped(call).length === 0 || !(await hasHeardEnough()));
      const { left, right } = await recorder.recording();
      call.hangUp();
      await call.ended;

      const { caller, other } = sidesOf(await recorder.frames());
      expect(accountFor(caller, Buffer.concat(said)).strangeMs, 'nothing but the caller').toBeLessThan(IN_DOUBT_MS);
      const account = accountFor(other, Buffer.concat(sent));
      expect(account.strangeMs, 'nothing but what was sent to the phone').toBeLessThan(IN_DOUBT_MS);
      const dropped = lastWordsDropped(call);
      expect(dropped.length, 'answers that were cut').toBeGreaterThan(0);
      for (const { fromByte, toByte } of dropped) {
        const heard = account.stretches.filter(
          ({ saidFrom, length }) => saidFrom < toByte && saidFrom + length > fromByte,
        );
        expect(heard, 'what the phone dropped').toEqual([]);
      }
      const timesIn = (ear: Float32Array, side: Buffer): number => recognise(soundFrom(side), ear, 40, 0.95).times;
      expect(timesIn(left, caller), 'the caller, on the left').toBeGreaterThanOrEqual(RECOGNISED);
      expect(timesIn(right, other), 'whom they hear, on the right').toBeGreaterThanOrEqual(RECOGNISED);
      expect(timesIn(right, caller), 'the caller, on the right').toBe(0);
      expect(timesIn(left, other), 'whom they hear, on the left').toBe(0);
      expect(await recorder.microphonesAsked()).toBe(0);
    },
  );
});

/** Both channels of the frames on their way to be played, concatenated. */
function sidesOf(frames: readonly PassedFrame[]): { readonly caller: Buffer; readonly other: Buffer } {
  const heard = frames.flatMap(({ message }) => decodeHeard(message) ?? []);
  return {
    caller: Buffer.concat(heard.map(({ caller }) => caller)),
    other: Buffer.concat(heard.map(({ other }) => other)),
  };
}

/** Ends of the answers that a clear removed, in bytes of all that was sent. The answer that is heard last is none of them yet. */
function lastWordsDropped(call: SimulatedCall): readonly { readonly fromByte: number; readonly toByte: number }[] {
  const { runs } = call.heard();
  return runs.flatMap(({ toByte: fromByte }, index) => {
    const toByte = runs[index + 1]?.fromByte ?? fromByte;
    const lastWords = LAST_WORDS_MS * MULAW_BYTES_PER_MS;
    return toByte - fromByte > 4 * lastWords ? [{ fromByte: toByte - lastWords, toByte }] : [];
  });
}

/** Audio long enough that every phone plays something while the operator goes from call to call. */
const STORY = Buffer.concat(
  Array.from({ length: 4 }, (_, part) => clips.audio(part % 2 === 0 ? 'agent-blue' : 'agent-one-more')),
);

test.describe('twenty calls on the board', () => {
  test.use({
    account: { dialogue: () => [{ say: 'It is a long story.', audio: STORY }], pace: { timesRealTime: 64 } },
  });

  test('one operator who goes from call to call leaves nothing behind, and no caller notices', async ({
    console,
    simulators,
  }) => {
    const { page } = console;
    const recorder = await recordAudioOf(page);
    const openings = await countOpenings(page);
    const numbers = Array.from({ length: 20 }, (_, i) => `+1 212 555 01${String(i).padStart(2, '0')}`);
    const calls = numbers.map((number) =>
      simulators.carrier.dial({ from: number.replaceAll(' ', ''), to: simulators.number }),
    );
    await expect(page.locator('[data-call-row]')).toHaveCount(numbers.length);
    // The whole story is queued in every phone: only the product could cause a gap.
    await Promise.all(
      calls.map((call) => call.until('the story waits', () => call.heard().sentBytes === STORY.length)),
    );
    const runsBefore = calls.map((call) => call.heard().runs.length);
    const hear = async (number: string): Promise<void> => {
      await page.locator('[data-call-row]', { hasText: number }).click();
      await listen(page);
    };
    const stopListening = async (): Promise<void> => {
      await page.keyboard.press('4');
      await expect(page.getByRole('button', { name: 'Listen' })).toHaveAttribute('aria-pressed', 'false');
    };
    const [first = ''] = numbers;
    await hear(first);
    await stopListening();
    await expect.poll(async () => (await openings()).connectedNodes).toBe(0);
    const before = await openings();
    const frames = (await recorder.frames()).length;
    for (const number of numbers.slice(1)) await hear(number);
    await hear(first);
    await stopListening();
    await expect.poll(openings).toEqual(before);
    expect(before).toMatchObject({ soundCards: 1, processors: 0, processorPorts: 0, connectedNodes: 0 });
    expect((await recorder.frames()).length).toBeGreaterThan(frames);
    expect(await recorder.microphonesAsked()).toBe(0);
    for (const [index, call] of calls.entries()) {
      const { bytes, runs, clears } = call.heard();
      expect(bytes.equals(STORY.subarray(0, bytes.length)), 'every word of the story').toBe(true);
      expect(clears).toEqual([]);
      expect(runs, 'no gap more').toHaveLength(runsBefore[index] ?? NaN);
      call.hangUp();
    }
    await Promise.all(calls.map((call) => call.ended));
  });
});
