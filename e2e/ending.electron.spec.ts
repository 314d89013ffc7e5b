import path from 'node:path';
import { expect, test } from './console';
import { desktop, endOf } from './desktop-life';
import { openDesktop } from './desktop-console';

test.describe('while garbage is collected', () => {
  test.use({ modules: [path.join(__dirname, 'gc-at-exit.cjs')] });

  test('the app ends all the same', async ({ opened }) => {
    const app = desktop(opened);
    app.process().kill('SIGTERM');
    expect(await endOf(app)).toBe(0);
  });
});

test('a stuck disk keeps no app from ending, although closing its window never returns', async ({
  electron,
  display,
  dataFolder,
  simulators,
}) => {
  const { environment } = simulators;
  const modules = [path.join(__dirname, 'stuck-disk.cjs')];
  const { app } = await openDesktop({ electron, display, dataFolder, environment, modules });
  app.process().kill('SIGUSR2');
  await app.evaluate(() => undefined);
  app.process().kill('SIGTERM');
  expect(await endOf(app)).toBe('SIGKILL');
});

test('what the page stored a moment ago is there after the next start', async ({
  opened,
  electron,
  display,
  dataFolder,
  environment,
}) => {
  await opened.page.evaluate(() => localStorage.setItem('stored', 'a moment ago'));
  const app = desktop(opened);
  app.process().kill('SIGTERM');
  expect(await endOf(app)).toBe(0);
  const next = await openDesktop({ electron, display, dataFolder, environment });
  expect(await next.page.evaluate(() => localStorage.getItem('stored'))).toBe('a moment ago');
  await next.stop();
});
