import path from 'node:path';
import { loadClips } from '../src/simulator/clips/clips';
import { runScenario } from '../src/simulator/scenarios/scenario-runner';
import { interruptingScenario } from '../src/simulator/scenarios/scenarios';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { presetJournal } from './data-folder';
import { recordAudioOf } from './audio-recorder';
import { compare, quantile, sidesOf, soundOf, type Match } from './hearing';
import { listenersAlive, objectsAlive } from './heap';
import { longCall } from './long-call';
import { kernelMs, lateAtPhone, lateAtSocket, noteArrivals, timeSpeechOf } from './speech-timing';
import { speakingMicrophone } from './speaking-microphone';

const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));
const LISTENED_MS = 9000;
const ALIVE = ['AudioContext', 'AudioNode', 'MessagePort', 'MediaStreamTrack', 'WebSocket'];

/** Reports one row of the table of `npm run bench -- --only sound`. */
function figure(name: string, figures: string): void {
  test.info().annotations.push({ type: name, description: figures });
}

/** The 10th, 50th and 95th percentile, rounded. */
function spread(values: readonly number[]): string {
  return [0.1, 0.5, 0.95].map((share) => Math.round(quantile(values, share)).toString()).join(' / ');
}

test.describe('operator’s voice', () => {
  test.use({ args: speakingMicrophone('bench', clips.audio('ben-order'), 600) });

  test('from mouth to ear', async ({ console, simulators }) => {
    const { page } = console;
    const timing = await timeSpeechOf(page);
    const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
    const arrived = noteArrivals(call);
    await call.untilAgentSpeaks();
    await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Hello');
    await page.keyboard.press('6');
    await expect(page.getByRole('alert').filter({ hasText: 'Live to caller' })).toBeVisible();
    const sinceMs = call.nowMs();
    await call.until('the operator was heard for a while', () => call.nowMs() > sinceMs + LISTENED_MS);
    const wav = call.wav('heard');
    const beganMs = kernelMs() - call.nowMs();
    const said = await timing.said();
    call.hangUp();
    await call.ended;
    const voice = arrived.filter(({ atMs }) => atMs > beganMs + sinceMs);
    figure('operator’s microphone → carrier’s socket, ms', spread(lateAtSocket(said, voice)));
    figure('operator’s microphone → heard on the caller’s phone, ms', spread(lateAtPhone(said, wav, beganMs)));
  });
});

test('how late and how whole the operator hears', async ({ console, simulators }) => {
  const { page } = console;
  const recorder = await recordAudioOf(page);
  const begins: number[] = [];
  const story = runScenario(interruptingScenario, {
    dial: simulators.carrier.dial,
    to: simulators.number,
    clips,
    onCall: (call) => begins.push(Date.now() - call.nowMs()),
  });
  await expect(page.getByRole('button', { name: 'Listen' })).toBeEnabled();
  await page.keyboard.press('4');
  await expect(page.getByText('joining…')).toBeHidden();
  const from = Date.now() + 500;
  const [ben] = await story;
  const [feed, heard, beganAt] = [soundOf(await recorder.frames()), await recorder.recording(), begins[0] ?? NaN];
  const said = sidesOf(ben?.call.wav('stereo') ?? Buffer.alloc(0), beganAt);
  const to = beganAt + (ben?.call.nowMs() ?? 0);
  const sides = { caller: 'left', other: 'right' } as const;
  for (const side of ['caller', 'other'] as const) {
    for (const [place, sound] of [
      ['on its way to the ear', feed],
      ['at the ear', heard],
    ] as const) {
      const matches = compare(said[side], { samples: sound[sides[side]], beganAt: sound.beganAt }, from, to, 100);
      const alike = matches.filter(({ likeness }) => likeness > 0.9);
      figure(`${side} ${place}, ms`, spread(alike.map(({ lagMs }: Match) => lagMs)));
      figure(`${side} ${place}, windows of 100 ms`, `${String(alike.length)} of ${String(matches.length)}`);
    }
  }
});

test.describe('twenty calls', () => {
  const story = Buffer.concat([clips.audio('agent-blue'), clips.audio('agent-one-more'), clips.audio('agent-blue')]);
  test.use({ account: { dialogue: () => [{ say: 'It is a long story.', audio: story }] } });

  test('what is alive after a collection', async ({ console, simulators }) => {
    const { page } = console;
    const numbers = Array.from({ length: 20 }, (_, i) => `+1 212 555 01${String(i).padStart(2, '0')}`);
    const calls = numbers.map((number) =>
      simulators.carrier.dial({ from: number.replaceAll(' ', ''), to: simulators.number }),
    );
    await expect(page.locator('[data-call-row]')).toHaveCount(numbers.length);
    const hearAll = async (): Promise<string> => {
      for (const number of numbers) {
        await page.locator('[data-call-row]', { hasText: number }).click();
        await page.keyboard.press('4');
        await expect(page.getByRole('button', { name: 'Listen' })).toHaveAttribute('aria-pressed', 'true');
        await expect(page.getByText('joining…')).toBeHidden();
      }
      await page.keyboard.press('4');
      await expect(page.getByRole('button', { name: 'Listen' })).toHaveAttribute('aria-pressed', 'false');
      const alive = await objectsAlive(page, ALIVE);
      return `${ALIVE.map((name) => `${name} ${String(alive[name])}`).join(', ')}, listeners ${String(await listenersAlive(page))}`;
    };
    figure('alive after twenty calls were heard', await hearAll());
    figure('alive after they were heard again', await hearAll());
    for (const call of calls) call.hangUp();
    await Promise.all(calls.map((call) => call.ended));
  });
});

test.describe('a call of 10,000 turns', () => {
  test.use({
    dataFolder: async ({ dataFolder }, use) => {
      presetJournal(dataFolder, longCall());
      await use(dataFolder);
    },
  });

  test('how smoothly it scrolls', async ({ console }) => {
    const { page } = console;
    const transcript = page.getByRole('log', { name: 'Transcript' });
    await expect(transcript).toContainText('Turn 9998.');
    const startedMs = Date.now();
    await page.reload();
    await expect(transcript).toContainText('Turn 9998.');
    figure('10,000 turns open, ms', String(Date.now() - startedMs));
    await transcript.focus();
    await page.keyboard.press('Home');
    await expect(transcript).toContainText('Turn 0.');
    const frames = await transcript.evaluate(async (log) => {
      const gaps: number[] = [];
      for (let step = 0; step < 120; step += 1) {
        const before = performance.now();
        log.scrollBy(0, log.clientHeight * 0.9);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        await new Promise((resolve) => requestAnimationFrame(resolve));
        gaps.push((performance.now() - before) / 2);
      }
      return gaps;
    });
    figure('frames of scrolling through them, ms', spread(frames));
  });
});
