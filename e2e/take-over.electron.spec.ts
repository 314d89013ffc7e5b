import os from 'node:os';
import path from 'node:path';
import { mulawToLinear } from '../src/shared/audio/mulaw';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { quantile } from './hearing';
import { kernelMs, lateAtPhone, lateAtSocket, noteArrivals, putMouthTo } from './mouth';
import { speakingMicrophone } from './speaking-microphone';

const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));
const SPOKEN = clips.audio('ben-order');
const PER_MS = 8;
/** Short, so that a pause of a busy machine, or one that was left out to catch up, spoils no more than itself. */
const WINDOW = 100 * PER_MS;
const LOUD = 1000;

/** What is asked for: how much of what was said is heard, and our share of the way from the mouth to the carrier in ms. */
const QUIET = { share: 0.9, lateMs: 80 };
/** A machine with far more to do than it has cores stands still again and again: the voice is as late as it may be, and then cut. */
const BUSY = { share: 0.7, lateMs: 400 };

const MICROPHONE = speakingMicrophone('spoken', SPOKEN, 600);

test.use({
  args: MICROPHONE,
});

test('the operator takes over, is heard, and hands back, by keyboard alone', async ({ console, simulators }) => {
  const { page } = console;
  const mouth = await putMouthTo(page);
  const transcript = page.getByRole('log', { name: 'Transcript' });
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  const arrived = noteArrivals(call);
  await call.untilAgentSpeaks();
  await expect(transcript).toContainText('Hello');

  await page.keyboard.press('6');
  const bar = page.getByRole('alert').filter({ hasText: 'Live to caller' });
  await expect(bar).toContainText('Your microphone is heard by +1 212 555 0187');
  const [clear] = call.heard().clears;
  expect(clear, 'the agent was cut off').toBeDefined();
  const sinceMs = (clear?.atMs ?? 0) + 100;
  await call.until('the operator was heard for a while', () => call.nowMs() > sinceMs + 9000);
  await console.picture('live-to-caller');

  const wav = call.wav('heard');
  const wanted = (os.loadavg()[0] ?? 0) > 2 * os.availableParallelism() ? BUSY : QUIET;
  const beganMs = kernelMs() - call.nowMs();
  const voice = arrived.filter(({ atMs }) => atMs > beganMs + sinceMs - 100);
  const said = await mouth.said();

  await page.keyboard.press('m');
  await expect(bar).toContainText('You are muted');
  const { heardMs } = call.heard();
  await call.speak(clips.audio('anna-order'));
  await expect(transcript).toContainText("Hi, I'm calling about an order.");
  expect(call.heard().heardMs, 'the agent is silent until it is handed the call').toBeLessThanOrEqual(heardMs + 200);
  await page.keyboard.press('1');
  const brief = page.getByRole('textbox', { name: 'Brief for the agent' });
  await expect(brief).not.toBeEmpty();
  await brief.fill('The caller wants to know where order A17 is.');
  await console.picture('hand-back');
  await page.keyboard.press('Control+Enter');
  await expect(bar).toBeHidden();
  await call.untilAgentSpeaks();
  await expect(transcript).toContainText('Handed back to the agent: The caller wants to know where order A17 is.');
  call.hangUp();
  await call.ended;

  // Only now: the carrier runs in this process, and would stand still meanwhile.
  const heard = heardSince(wav, sinceMs);
  const matches = loudWindows(SPOKEN).map((window) => bestMatch(window, heard));
  const good = matches.filter(({ likeness }) => likeness > 0.8);
  expect(good.length / matches.length, 'every word of the operator').toBeGreaterThan(wanted.share);
  expect(Math.abs(middle(good.map(({ gainDb }) => gainDb))), 'as loud as it was said, in dB').toBeLessThan(3);

  const late = { socket: lateAtSocket(said, voice), phone: lateAtPhone(said, wav, beganMs) };
  const shares = ([place, values]: readonly [string, readonly number[]]) =>
    [place, [0.1, 0.5, 0.95].map((share) => Math.round(quantile(values, share)))] as const;
  const figures = Object.fromEntries(Object.entries(late).map(shares));
  test.info().annotations.push({ type: 'words heard', description: `${good.length} of ${matches.length}` });
  test.info().annotations.push({ type: 'mouth to ear, ms: tenth, median, p95', description: JSON.stringify(figures) });
  expect(late.socket.length).toBeGreaterThan(50);
  // The sooner part of it: a carrier in a busy process reads its socket when it can.
  expect(quantile(late.socket, 0.1)).toBeLessThan(wanted.lateMs);
});

/** What the phone played from `sinceMs` of the call on. */
function heardSince(wav: Buffer, sinceMs: number): Float32Array {
  const bytes = wav.subarray(wav.indexOf('data') + 8).subarray(Math.round(sinceMs * PER_MS));
  return Float32Array.from(bytes, (byte) => mulawToLinear(byte));
}

function loudWindows(ulaw: Buffer): readonly Float32Array[] {
  const windows: Float32Array[] = [];
  for (let at = 0; at + WINDOW <= ulaw.length; at += WINDOW) {
    const window = Float32Array.from(ulaw.subarray(at, at + WINDOW), (byte) => mulawToLinear(byte));
    if (Math.sqrt(energy(window, 0) / WINDOW) > LOUD) windows.push(window);
  }
  return windows;
}

/** Where in `heard` the window sounds most alike. */
function bestMatch(window: Float32Array, heard: Float32Array): { readonly likeness: number; readonly gainDb: number } {
  const own = energy(window, 0);
  let best = { likeness: 0, gainDb: 0 };
  for (let at = 0; at + WINDOW <= heard.length; at++) {
    let product = 0;
    for (let i = 0; i < WINDOW; i += 1) product += (window[i] ?? 0) * (heard[at + i] ?? 0);
    if (product <= 0) continue;
    const there = energy(heard, at);
    const likeness = product / Math.sqrt(own * there);
    if (likeness > best.likeness) best = { likeness, gainDb: 10 * Math.log10(there / own) };
  }
  return best;
}

function energy(samples: Float32Array, at: number): number {
  let sum = 0;
  for (let i = at; i < at + WINDOW; i++) sum += (samples[i] ?? 0) ** 2;
  return sum;
}

function middle(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
