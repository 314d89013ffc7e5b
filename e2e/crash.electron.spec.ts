import { expect, test } from './console';
import { openDesktop } from './desktop-console';
import { ANSWER, ask, callAndAsk, QUESTION, untilAnswered } from './hours-caller';

test('a window that crashes in a call changes nothing for the caller, and shows all of it again', async ({
  console,
  simulators,
}) => {
  const { page, app } = console;
  if (app === undefined) throw new Error('there is no desktop app');
  const call = await callAndAsk(simulators);
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText(QUESTION);
  console.expectCrash();
  await app.evaluate(async ({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    const loaded = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    contents?.forcefullyCrashRenderer();
    await loaded;
  });
  const shown = (): Promise<string> =>
    app.evaluate(async ({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      return (await contents?.executeJavaScript('document.body.innerText')) as string;
    });
  await expect.poll(shown).toContain(QUESTION);
  expect(await shown()).toContain('Hello, you have reached the front desk.');
  expect(await shown()).toContain('End call');
  // The answer to the first question spans the crash; the second question was asked after it.
  await untilAnswered(call);
  await ask(call);
  await untilAnswered(call, 2);
  call.hangUp();
  expect(await call.ended).toMatchObject({ endedBy: 'caller', codes: [] });
  await expect.poll(shown).toContain('The caller hung up.');
});

test('after kill -9 in a call the next start shows it as it was, and why it ended', async ({
  electron,
  display,
  dataFolder,
  simulators,
  publicPort,
}) => {
  const environment = { SWITCHBOARD_PUBLIC_PORT: String(publicPort), ...simulators.environment };
  const options = { electron, display, dataFolder, environment };
  const first = await openDesktop(options);
  const call = await callAndAsk(simulators);
  // By the time the agent answers, what the caller said before is on the disk.
  await expect(first.page.getByRole('log', { name: 'Transcript' })).toContainText(ANSWER);
  await first.kill();

  const again = await openDesktop(options);
  await expect(again.page.getByRole('region', { name: 'How the call ended' })).toContainText(
    'Switchboard stopped unexpectedly during the call',
  );
  await expect(again.page.getByRole('log', { name: 'Transcript' })).toContainText(QUESTION);
  await again.stop();
  expect((await call.ended).spoken.join(' ')).not.toBe('');
});
