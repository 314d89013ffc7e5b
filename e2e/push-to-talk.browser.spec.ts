import path from 'node:path';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './patient';
import { recordAudioOf } from './audio-recorder';
import { speakingMicrophone } from './speaking-microphone';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));

/** Audio in one microphone frame; ms. */
const FRAME_MS = 20;

const MICROPHONE = speakingMicrophone('held', CLIPS.audio('dana-refund'), 0);

test.use({
  switches: MICROPHONE,
});

test('the caller hears an operator who pushes to talk while the button or its key is held, and at no other time', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const recorder = await recordAudioOf(page);
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  await call.untilHeardMs(CLIPS.audio('agent-greeting').length / 8);
  await page.getByRole('button', { name: 'How you speak' }).click();
  await page.getByRole('radio', { name: 'Push-to-talk' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('6');
  const button = page.getByRole('button', { name: /^(Hold to talk|Talking)/ });
  await expect(button).toHaveAttribute('aria-pressed', 'false');

  const greetedMs = call.heard().heardMs;
  const expectSilence = async (): Promise<void> => {
    await call.untilAgentQuiet(300);
    const [frames, sinceMs] = [await recorder.microphoneFrames(), call.nowMs()];
    await call.until('something would be heard', () => call.nowMs() > sinceMs + 500);
    expect(await recorder.microphoneFrames(), 'frames that leave the page').toBe(frames);
    expect(call.heard().heardMs - greetedMs, 'nothing that no frame carried').toBeLessThanOrEqual(frames * FRAME_MS);
  };
  const expectVoice = async (): Promise<void> => {
    const { heardMs } = call.heard();
    await call.until('the operator is heard', () => call.heard().heardMs > heardMs + 500);
  };
  await expectSilence();
  await page.keyboard.down('6');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expectVoice();
  await page.keyboard.up('6');
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expectSilence();
  await button.hover();
  await page.mouse.down();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expectVoice();
  await page.mouse.up();
  await expect(button).toHaveAttribute('aria-pressed', 'false');

  // The mouse does not leave the focus there: Space stops the agent and opens no microphone.
  await page.keyboard.down('Space');
  await expectSilence();
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.up('Space');
  call.hangUp();
  await call.ended;
});
