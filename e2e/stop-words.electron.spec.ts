import path from 'node:path';
import { MULAW_BYTES_PER_MS } from '../src/shared/audio/mulaw';
import { splitHeard } from '../src/shared/call/transcript';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';

const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));
/** Clips of the longest possible answer, 90 s: ten seconds of it are queued, however long an operator takes to stop it. */
const PARTS = Array.from({ length: 8 }, (_, part) => (part % 2 === 0 ? 'agent-blue' : 'agent-one-more'));
const TEXT = PARTS.map((clip) => clips.text(clip)).join(' ');
const AUDIO = Buffer.concat(PARTS.map((clip) => clips.audio(clip)));
const FRAME_MS = 20;

/**
 * Audio between two marks, in ms. In between, the bridge estimates the phone's position by the clock and allows for a full
 * round trip.
 */
const MARK_EVERY_MS = 200;
/** Time by which the round trip was measured five times, a second apart; the first, when a call begins, is long. */
const ROUND_TRIP_KNOWN_MS = 5500;

test.use({ account: { dialogue: () => [{ say: TEXT, audio: AUDIO }], pace: { timesRealTime: 64 } } });

test('Space stops a reply of which ten seconds wait in the phone: screen, model and phone agree on where', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await expect(transcript).toContainText(TEXT.slice(-20));
  await call.untilHeardMs(ROUND_TRIP_KNOWN_MS);
  const frames = () => simulators.model.sessions[0]?.log.entries ?? [];
  await expect.poll(() => frames().map(({ type }) => type)).toContain('response.done');
  expect(call.queuedBytes / MULAW_BYTES_PER_MS).toBeGreaterThan(10_000);
  // Marks and the caller's sound reach the bridge in one stream: the model has the sound of now, so the bridge has every mark
  // before it.
  const acknowledgedBytes =
    call
      .marks()
      .filter(({ echo }) => echo === 'played')
      .at(-1)?.atByte ?? NaN;
  const askedMs = call.nowMs();
  await call.until('the bridge is so far', () => (simulators.model.sessions[0]?.appendedMs ?? 0) >= askedMs);
  await page.keyboard.press('Space');
  await expect(transcript.locator('s')).not.toBeEmpty();
  const stoppedMs = call.nowMs();
  await call.until('more would have been heard', () => call.nowMs() > stoppedMs + 500);

  const [clear, ...more] = call.heard().clears;
  expect(more).toEqual([]);
  expect(clear?.droppedBytes).toBeGreaterThan(10_000 * MULAW_BYTES_PER_MS);
  expect(call.agentLastAudibleMs - (clear?.atMs ?? NaN)).toBeLessThanOrEqual(FRAME_MS);
  const { heardMs } = call.heard();
  const told = frames().filter(({ type }) => type === 'conversation.item.truncate');
  const toldMs = Number(told[0]?.event['audio_end_ms']);
  expect(told).toHaveLength(1);
  expect(toldMs, 'no less than what the phone had acknowledged').toBeGreaterThanOrEqual(
    Math.floor(acknowledgedBytes / MULAW_BYTES_PER_MS),
  );
  expect(toldMs, 'no more than what it had played when it took the clear').toBeLessThanOrEqual(heardMs + MARK_EVERY_MS);
  test.info().annotations.push({ type: 'stopped, ms', description: JSON.stringify({ heardMs, toldMs }) });

  const { unheard } = splitHeard(TEXT, toldMs, Math.floor(AUDIO.length / MULAW_BYTES_PER_MS));
  await expect(transcript.locator('s')).toHaveText(`[not heard: ${unheard.trim()}]`);
  call.hangUp();
  await call.ended;
});
