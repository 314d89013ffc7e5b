import path from 'node:path';
import type { Page } from '@playwright/test';
import { loadClips } from '../src/simulator/clips/clips';
import { runScenario } from '../src/simulator/scenarios/scenario-runner';
import { interruptingScenario } from '../src/simulator/scenarios/scenarios';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { putEarTo } from './ear';
import { compare, loudestInSilence, quantile, sidesOf, soundOf, type Match } from './hearing';

/** How far the two sides may be apart, and how late they may be by our doing; ms. */
const APART_MS = 40;
const LATE_MS = 120;

/** What playback adds on a machine that has time for it: 30 ms in reserve, a frame, a filter. Its unit tests hold it to that. */
const PLAYBACK_MS = 55;
/** A machine that has no time holds up to 120 ms in reserve, and is late itself. */
const LATE_WHEN_BUSY_MS = 400;

/** A machine that is too busy loses a word here and there, and knows less well what the phone has played by now. */
const MOST = 0.8;
const ASTRAY_MS = 100;

/** Whatever could be left open. */
const ALIVE = ['AudioContext', 'AudioNode', 'MessagePort', 'MediaStreamTrack', 'WebSocket'];

const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));

/** A minute and a half, so that somebody speaks on every call all the while. */
const STORY = Buffer.concat(
  Array.from({ length: 10 }, (_, part) => clips.audio(part % 2 === 0 ? 'agent-blue' : 'agent-one-more')),
);

const AHEAD_BYTES = 5 * 8000;

/** Presses the key and waits until the sound is on. */
async function listen(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Listen' });
  await expect(button).toBeEnabled({ timeout: 20_000 });
  await page.keyboard.press('4');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('joining…')).toBeHidden();
}

test('the operator hears what the caller says and what the caller hears, as it happens', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const ear = await putEarTo(page);
  const begins: number[] = [];
  const story = runScenario(interruptingScenario, {
    dial: simulators.carrier.dial,
    to: simulators.number,
    clips,
    onCall: (call) => begins.push(Date.now() - call.nowMs()),
  });
  await listen(page);
  const from = Date.now() + 500;
  await expect(page.getByRole('radiogroup', { name: 'Which side is heard' })).toBeVisible();
  await console.picture('listening');
  const [ben] = await story;
  expect(ben?.outcome).toBe('finished');
  const [feed, heard] = [soundOf(await ear.frames()), await ear.recording()];
  const beganAt = begins[0] ?? NaN;
  const said = sidesOf(ben?.call.wav('stereo') ?? Buffer.alloc(0), beganAt);
  const to = beganAt + (ben?.call.nowMs() ?? 0);

  const onTheWay = {
    caller: compare(said.caller, left(feed), from, to, 150),
    other: compare(said.other, right(feed), from, to, 150),
  };
  const lagMs = { caller: lagOf(onTheWay.caller), other: lagOf(onTheWay.other) };
  for (const side of ['caller', 'other'] as const) {
    expect(onTheWay[side].length).toBeGreaterThan(8);
    expect(shareAlike(onTheWay[side], lagMs[side]), `of the ${side}'s side on its way to the ear`).toBeGreaterThan(
      MOST,
    );
  }
  expect(lagMs.caller + PLAYBACK_MS).toBeLessThan(LATE_MS);
  expect(Math.abs(lagMs.caller - lagMs.other)).toBeLessThan(APART_MS);
  expect(loudestInSilence(said.other, right(feed), lagMs.other, from, to, ASTRAY_MS)).toBeLessThan(0.001);

  // Faster or slower by half a percent while the reserve is put right: short stretches, and not every one of them.
  const atTheEar = {
    caller: compare(said.caller, left(heard), from, to, 100),
    other: compare(said.other, right(heard), from, to, 100),
  };
  const lateMs = { caller: earliest(atTheEar.caller), other: earliest(atTheEar.other) };
  test.info().annotations.push({
    type: 'late',
    description: JSON.stringify({
      lagMs,
      lateMs,
      usualMs: { caller: lagOf(atTheEar.caller), other: lagOf(atTheEar.other) },
    }),
  });
  for (const side of ['caller', 'other'] as const) {
    expect(
      quantile(
        atTheEar[side].map(({ likeness }) => likeness),
        0.5,
      ),
      `the ${side}'s side at the ear`,
    ).toBeGreaterThan(0.9);
    expect(lateMs[side], `ms that the ${side} is late`).toBeLessThan(LATE_WHEN_BUSY_MS);
  }
  expect(await ear.microphonesAsked()).toBe(0);
});

interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly beganAt: number;
}

function left({ left: samples, beganAt }: Stereo): { samples: Float32Array; beganAt: number } {
  return { samples, beganAt };
}

function right({ right: samples, beganAt }: Stereo): { samples: Float32Array; beganAt: number } {
  return { samples, beganAt };
}

/** How much of it is the same sound, no more than `ASTRAY_MS` from where the rest lies. */
function shareAlike(matches: readonly Match[], lagMs: number): number {
  const alike = matches.filter((match) => match.likeness > 0.9 && Math.abs(match.lagMs - lagMs) <= ASTRAY_MS);
  return alike.length / matches.length;
}

/** Where the sooner part of it lies: a busy carrier plays later than it was told to, never sooner. */
function lagOf(matches: readonly Match[]): number {
  return quantile(
    matches.map((match) => match.lagMs),
    0.25,
  );
}

/** The tenth that came soonest. */
function earliest(matches: readonly Match[]): number {
  return quantile(
    matches.filter(({ likeness }) => likeness > 0.9).map(({ lagMs }) => lagMs),
    0.1,
  );
}

test.describe('twenty calls on the board', () => {
  test.describe.configure({ timeout: 180_000 });
  test.use({ account: { brain: () => [{ say: 'It is a long story.', audio: STORY }] } });

  test('one operator who goes from call to call leaves nothing behind, and no caller notices', async ({
    console,
    simulators,
  }) => {
    const { page } = console;
    const ear = await putEarTo(page);
    const numbers = Array.from({ length: 20 }, (_, i) => `+1 212 555 01${String(i).padStart(2, '0')}`);
    const calls = numbers.map((number) =>
      simulators.carrier.dial({ from: number.replaceAll(' ', ''), to: simulators.number }),
    );
    await expect(page.locator('[data-call-row]')).toHaveCount(numbers.length, { timeout: 30_000 });
    // So much waits in each phone that nothing but ourselves could make a gap.
    await Promise.all(calls.map((call) => call.until('the story waits', () => call.queuedBytes > AHEAD_BYTES)));
    const runsBefore = calls.map((call) => call.heard().runs.length);
    const hearAll = async (): Promise<void> => {
      for (const number of numbers) {
        await page.locator('[data-call-row]', { hasText: number }).click();
        await listen(page);
      }
      await page.keyboard.press('4');
      await expect(page.getByRole('button', { name: 'Listen' })).toHaveAttribute('aria-pressed', 'false');
    };
    await hearAll();
    const before = await ear.alive(ALIVE);
    const listeners = await ear.listeners();
    const frames = (await ear.frames()).length;
    await hearAll();
    // One that was just let go may wait for the collector; twenty calls that left something behind would show twenty.
    const most = new Map(Object.entries(before).map(([name, count]) => [name, count + 1]));
    await expect
      .poll(async () => Object.entries(await ear.alive(ALIVE)).filter(([name, count]) => count > (most.get(name) ?? 0)))
      .toEqual([]);
    await expect.poll(() => ear.listeners()).toBeLessThan(listeners + numbers.length);
    expect(before).toMatchObject({ AudioContext: 1, MediaStreamTrack: 0 });
    expect((await ear.frames()).length).toBeGreaterThan(frames);
    expect(await ear.microphonesAsked()).toBe(0);
    for (const [index, call] of calls.entries()) {
      const { bytes, runs } = call.heard();
      expect(bytes.equals(STORY.subarray(0, bytes.length)), 'every word of the story').toBe(true);
      expect(runs, 'no gap more').toHaveLength(runsBefore[index] ?? NaN);
      call.hangUp();
    }
    await Promise.all(calls.map((call) => call.ended));
  });
});
