import path from 'node:path';
import { splitHeard } from '../src/shared/call/transcript';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';

const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));
const PARTS = ['agent-blue', 'agent-one-more'];
const TEXT = PARTS.map((clip) => clips.text(clip)).join(' ');
const AUDIO = Buffer.concat(PARTS.map((clip) => clips.audio(clip)));
const FRAME_MS = 20;

/** A busy carrier takes a command later than anybody can know, and has played on meanwhile. On a clock of its own it is 60 ms. */
const ASTRAY_WHEN_BUSY_MS = 400;

test.use({ account: { brain: () => [{ say: TEXT, audio: AUDIO }], pace: { timesRealTime: 16 } } });

test('Space stops a reply of which ten seconds wait in the phone: screen, model and phone agree on where', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await expect(transcript).toContainText(TEXT.slice(-20), { timeout: 20_000 });
  await call.untilHeardMs(2500);
  const frames = () => simulators.model.sessions[0]?.log.entries ?? [];
  await expect.poll(() => frames().map(({ type }) => type)).toContain('response.done');
  expect(call.queuedBytes / 8).toBeGreaterThan(10_000);
  await page.keyboard.press('Space');
  await expect(transcript.locator('s')).not.toBeEmpty();
  await call.until('it is quiet', () => call.nowMs() - call.agentLastAudibleMs > 1000);

  const [clear, ...more] = call.heard().clears;
  expect(more).toEqual([]);
  expect(clear?.droppedBytes).toBeGreaterThan(10_000 * 8);
  expect(call.agentLastAudibleMs - (clear?.atMs ?? NaN)).toBeLessThanOrEqual(FRAME_MS);
  const { heardMs } = call.heard();
  const told = frames().filter(({ type }) => type === 'conversation.item.truncate');
  const toldMs = Number(told[0]?.event['audio_end_ms']);
  expect(told).toHaveLength(1);
  expect(Math.abs(toldMs - heardMs)).toBeLessThanOrEqual(ASTRAY_WHEN_BUSY_MS);
  test.info().annotations.push({ type: 'stopped, ms', description: JSON.stringify({ heardMs, toldMs }) });

  const { unheard } = splitHeard(TEXT, toldMs, Math.floor(AUDIO.length / 8));
  await expect(transcript.locator('s')).toHaveText(unheard.trim());
  call.hangUp();
  await call.ended;
});
