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
