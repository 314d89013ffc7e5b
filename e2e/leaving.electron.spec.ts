import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, test } from './console';
import {
  ANSWERING_BUS,
  answerBoxes,
  callIsOn,
  chooseQuit,
  closeWindow,
  countBoxes,
  desktop,
  endOf,
  ring,
  startElectron,
  windows,
} from './desktop-life';

const CALL_QUESTION = { message: '1 call is on', buttons: ['End calls and quit', 'Keep running'] };

test.describe('on a desktop with a tray', () => {
  test.use({ environment: ANSWERING_BUS });

  test('closing the window ends no call, and says so once', async ({ opened, simulators }) => {
    const app = desktop(opened);
    const asked = await answerBoxes(app, 0);
    ring(simulators);
    await callIsOn(opened.page);
    for (let time = 0; time < 2; time++) {
      await closeWindow(app);
      await expect.poll(() => windows(app)).toBe(0);
      const [again] = await Promise.all([
        app.waitForEvent('window'),
        app.evaluate((electron) => electron.app.emit('second-instance')),
      ]);
      await callIsOn(again);
      await expect(again.getByRole('button', { name: 'End call' })).toBeVisible();
    }
    expect(await asked()).toEqual([
      { message: 'Switchboard keeps running', buttons: ['Keep running', 'End calls and quit'] },
    ]);
  });

  test('who closes the window may choose to quit instead', async ({ opened, simulators }) => {
    const app = desktop(opened);
    await answerBoxes(app, 1);
    const call = ring(simulators);
    await callIsOn(opened.page);
    await closeWindow(app);
    expect(await endOf(app)).toBe(0);
    expect((await call.ended).endedBy, 'the caller was told, and hung up on').toBe('twiml');
  });
});

test.describe('without a tray', () => {
  test.use({ environment: { DBUS_SESSION_BUS_ADDRESS: 'disabled:', SWITCHBOARD_LIVE_LINES: '*' } });

  test('closing the window while a line is live asks, since nothing would be left to see', async ({ opened }) => {
    const app = desktop(opened);
    await expect(opened.page.getByText('live', { exact: true }).first()).toBeVisible();
    const asked = await answerBoxes(app, 1);
    await closeWindow(app);
    await expect.poll(asked).toEqual([{ message: '1 line is live', buttons: ['Go off and quit', 'Keep running'] }]);
    expect(await windows(app)).toBe(1);
    await answerBoxes(app, 0);
    await closeWindow(app);
    expect(await endOf(app)).toBe(0);
  });
});

test('closing the window quits when nothing is on', async ({ opened }) => {
  const app = desktop(opened);
  await closeWindow(app);
  expect(await endOf(app)).toBe(0);
});

test('quitting during a call asks, and ends it only when told to', async ({ opened, simulators }) => {
  const app = desktop(opened);
  const asked = await answerBoxes(app, 1);
  const call = ring(simulators);
  await callIsOn(opened.page);
  await chooseQuit(app);
  await expect.poll(asked).toEqual([CALL_QUESTION]);
  await expect(opened.page.getByRole('button', { name: 'End call' })).toBeVisible();
  await answerBoxes(app, 0);
  await chooseQuit(app);
  expect(await endOf(app)).toBe(0);
  expect((await call.ended).endedBy, 'the caller was told, and hung up on').toBe('twiml');
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} waits for no answer, not even to a question that is open`, async ({ opened, simulators }) => {
    const app = desktop(opened);
    const call = ring(simulators);
    await callIsOn(opened.page);
    const boxes = await countBoxes(app);
    await chooseQuit(app);
    await expect.poll(boxes).toBe(1);
    app.process().kill(signal);
    expect(await endOf(app)).toBe(0);
    expect((await call.ended).endedBy, 'the caller was told, and hung up on').toBe('twiml');
  });
}

test('the end of the session waits for no answer', async ({ opened, simulators }) => {
  const app = desktop(opened);
  const call = ring(simulators);
  await callIsOn(opened.page);
  await app.evaluate(({ powerMonitor }) => {
    setImmediate(() => powerMonitor.emit('shutdown'));
  });
  expect(await endOf(app)).toBe(0);
  expect((await call.ended).endedBy, 'the caller was told, and hung up on').toBe('twiml');
});

test('a page that hangs does not keep the app from ending', async ({ opened }) => {
  const app = desktop(opened);
  await opened.page.evaluate(() => {
    addEventListener('beforeunload', (event) => event.preventDefault());
    setTimeout(() => {
      for (;;);
    });
  });
  app.process().kill('SIGTERM');
  expect(await endOf(app)).toBe(0);
});

test('an app that cannot start says why, and can be told to go', async ({
  electron,
  display,
  dataFolder,
  publicPort,
}) => {
  const taken = createServer().listen(publicPort, '127.0.0.1');
  await once(taken, 'listening');
  const app = startElectron(electron, dataFolder, { DISPLAY: display, SWITCHBOARD_PUBLIC_PORT: String(publicPort) });
  const said = createInterface(app.stderr);
  await expect(
    new Promise((resolve) => said.on('line', (line) => /could not start: .*EADDRINUSE/.test(line) && resolve(true))),
  ).resolves.toBe(true);
  app.kill('SIGTERM');
  await once(app, 'exit');
  taken.close();
});
