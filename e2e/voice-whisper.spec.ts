import path from 'node:path';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { putEarTo } from './ear';
import { speakingMicrophone } from './speaking-microphone';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));
const MICROPHONE = speakingMicrophone('whispered', CLIPS.audio('dana-refund'), 600);

test.use({ switches: MICROPHONE, args: MICROPHONE });

test('a whisper is spoken while its key is held, and the caller hears nothing of it', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const ear = await putEarTo(page);
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await call.untilAgentSpeaks();
  await call.untilAgentQuiet(500);
  const { heardMs } = call.heard();
  expect(await ear.microphonesAsked()).toBe(0);

  const button = page.getByRole('button', { name: 'Hold to speak a whisper (W)' });
  await expect(button).toBeEnabled();
  await page.keyboard.down('w');
  await expect(button).toHaveAttribute('data-state', 'listening');
  await expect.poll(() => ear.openMicrophones()).toBe(1);
  const beganMs = call.nowMs();
  await call.until('something was said', () => call.nowMs() > beganMs + 6000);
  await page.keyboard.up('w');
  await expect(transcript).toContainText(/Whisper: .*refunded your/, { timeout: 20_000 });
  await expect.poll(() => ear.openMicrophones()).toBe(0);
  expect(call.heard().heardMs).toBe(heardMs);
  call.hangUp();
  await call.ended;
});
