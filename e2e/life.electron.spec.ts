import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './console';
import { ANSWERING_BUS, answerBoxes, callIsOn, desktop, ring, startElectron, windows } from './desktop-life';

const isVisible = (app: ElectronApplication): Promise<boolean | undefined> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());

/** Hides the window once it is visible. */
async function hideWindow(app: ElectronApplication): Promise<void> {
  await expect.poll(() => isVisible(app)).toBe(true);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
}

test.describe('on a desktop with notifications', () => {
  test.use({ environment: ANSWERING_BUS, args: ['--demo'] });

  test('a call that needs a person says so, and is opened by a click', async ({ console }) => {
    const app = desktop(console);
    await hideWindow(app);
    await app.evaluate(({ Notification }) => {
      const shown: unknown[] = [];
      Object.assign(globalThis, { shown });
      Notification.prototype.show = function (this: unknown) {
        shown.push(this);
      };
    });
    await console.page.evaluate(() => (location.hash = '#/lines'));
    const titles = () =>
      app.evaluate(() =>
        (globalThis as unknown as { shown: { title: string; body: string }[] }).shown.map(
          ({ title, body }) => `${title} | ${body}`,
        ),
      );
    await expect.poll(titles).toEqual(['A call needs you | +13125550142: refund_order']);
    await app.evaluate(() =>
      (globalThis as unknown as { shown: { emit(name: string): void }[] }).shown[0]?.emit('click'),
    );
    await expect(console.page.getByRole('region', { name: /refund_order/ })).toBeVisible();
    await expect.poll(() => isVisible(app)).toBe(true);
  });
});

test('a second start shows the window of the first, the machine wakes, and may not sleep during a call', async ({
  console,
  simulators,
  electron,
  display,
}) => {
  const app = desktop(console);
  await test.step('a second start shows the window of the first, and ends', async () => {
    await hideWindow(app);
    const second = startElectron(electron, console.dataFolder, { DISPLAY: display });
    expect((await once(second, 'exit'))[0]).toBe(0);
    await expect.poll(() => isVisible(app)).toBe(true);
    expect(await windows(app)).toBe(1);
  });
  await test.step('the tunnel is looked after when the machine wakes', async () => {
    const log = (): string => readFileSync(path.join(console.dataFolder, 'switchboard.log'), 'utf8');
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await expect.poll(log).toContain('shell.resumed');
  });
  await test.step('the machine may not sleep during a call', async () => {
    const held = () =>
      app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3, 4].filter((id) => powerSaveBlocker.isStarted(id)).length);
    expect(await held()).toBe(0);
    const call = ring(simulators);
    await callIsOn(console.page);
    await expect.poll(held).toBe(1);
    call.hangUp();
    await expect.poll(held).toBe(0);
  });
});

test('a page that crashes again and again leaves the choice to the person', async ({ console }) => {
  console.expectCrash();
  const app = desktop(console);
  const asked = await answerBoxes(app, 0);
  for (let crash = 0; crash < 4; crash++) {
    await app.evaluate(async ({ webContents }) => {
      const [page] = webContents.getAllWebContents();
      const loaded = new Promise<void>((resolve) => page?.once('did-finish-load', () => resolve()));
      page?.forcefullyCrashRenderer();
      await loaded;
    });
  }
  expect(await asked()).toEqual([{ message: 'The window keeps failing', buttons: ['Load it again', 'Quit'] }]);
});

test('a page that asks for its port without end is not served without end', async ({ console }) => {
  const app = desktop(console);
  await app.evaluate(({ ipcMain }) => {
    const asked = { times: 0 };
    Object.assign(globalThis, { asked });
    ipcMain.on('console:connect', () => (asked.times += 1));
  });
  await console.page.evaluate(() => {
    Object.assign(globalThis, { ports: 0 });
    addEventListener('message', (event) => {
      if (event.data !== 'switchboard:port') return;
      const world = globalThis as unknown as { ports: number };
      world.ports += 1;
    });
    for (let i = 0; i < 200; i++) postMessage('switchboard:connect', location.origin);
  });
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: { times: number } }).asked.times);
  const ports = () => console.page.evaluate(() => (globalThis as unknown as { ports: number }).ports);
  await expect.poll(asked).toBeGreaterThanOrEqual(200);
  await expect.poll(ports).toBeGreaterThan(10);
  expect(await ports()).toBeLessThanOrEqual(20);
});
