import path from 'node:path';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { recordAudioOf } from './audio-recorder';
import { recognise, soundFrom } from './hearing';
import { speakingMicrophone } from './speaking-microphone';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));
const SPOKEN = CLIPS.audio('dana-whisper');
const SILENT_FIRST_MS = 600;
/** Frames of two repetitions of the microphone's speech, so that at least one is whole. */
const TWO_TIMES_FRAMES = (2 * (SILENT_FIRST_MS + SPOKEN.length / 8)) / 20;
const MICROPHONE = speakingMicrophone('whispered', SPOKEN, SILENT_FIRST_MS);

test.use({ switches: MICROPHONE, args: MICROPHONE });

test('a whisper is spoken while its key is held, and the caller hears nothing of it', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const recorder = await recordAudioOf(page);
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await call.untilHeardMs(CLIPS.audio('agent-greeting').length / 8);
  const { heardMs } = call.heard();
  expect(await recorder.microphonesAsked()).toBe(0);

  const button = page.getByRole('button', { name: 'Hold to speak a whisper (W)' });
  await expect(button).toBeEnabled();
  await page.keyboard.down('w');
  await expect(button).toHaveAttribute('data-state', 'listening');
  await expect.poll(() => recorder.openMicrophones()).toBe(1);
  await expect.poll(() => recorder.microphoneFrames()).toBeGreaterThan(TWO_TIMES_FRAMES);
  await page.keyboard.up('w');
  await expect(transcript).toContainText('Whisper: ');
  // A slow machine loses words of the microphone: the whisper is whatever was recognised.
  const understood = simulators.model.transcriptions.flatMap(({ heard }) => heard);
  expect(understood).not.toEqual([]);
  for (const words of understood) await expect(transcript).toContainText(words);
  const { times } = recognise(soundFrom(SPOKEN), soundFrom(await recorder.spoken()), 100, 0.8);
  expect(times, 'what left the microphone is what was said').toBeGreaterThanOrEqual(5);
  await expect.poll(() => recorder.openMicrophones()).toBe(0);
  expect(call.heard().heardMs).toBe(heardMs);
  call.hangUp();
  await call.ended;
});
