import path from 'node:path';
import { loadClips } from '../src/simulator/clips/clips';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';
import { speakingMicrophone } from './speaking-microphone';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));

const MICROPHONE = speakingMicrophone('held', CLIPS.audio('dana-refund'), 0);

test.use({
  switches: MICROPHONE,
});

test('the caller hears an operator who pushes to talk while the button or its key is held, and at no other time', async ({
  console,
  simulators,
}) => {
  const { page } = console;
  const call = simulators.carrier.dial({ from: '+12125550187', to: simulators.number });
  await call.untilAgentSpeaks();
  await call.untilAgentQuiet(500);
  await page.getByRole('button', { name: 'How you speak' }).click();
  await page.getByRole('radio', { name: 'Push-to-talk' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('6');
  const button = page.getByRole('button', { name: /^(Hold to talk|Talking)/ });
  await expect(button).toHaveAttribute('aria-pressed', 'false');

  const talksFor = async (ms: number): Promise<number> => {
    const before = call.heard().heardMs;
    const untilMs = call.nowMs() + ms;
    await call.until('a while passed', () => call.nowMs() > untilMs);
    return call.heard().heardMs - before;
  };
  expect(await talksFor(1000)).toBe(0);
  await page.keyboard.down('6');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  expect(await talksFor(1500)).toBeGreaterThan(500);
  await page.keyboard.up('6');
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await button.hover();
  await page.mouse.down();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  expect(await talksFor(1500)).toBeGreaterThan(500);
  await page.mouse.up();
  await expect(button).toHaveAttribute('aria-pressed', 'false');

  // The mouse does not leave the focus there: Space is for the agent's words, and opens no microphone.
  await page.keyboard.down('Space');
  await talksFor(200);
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.up('Space');
  call.hangUp();
  await call.ended;
});
