import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { ANSWER, callAndAsk, QUESTION } from './hours-caller';
import { serveInVain } from './served-console';
import { expect, test } from './serving';

const LINK = /^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}$/;

test('one line tells that it is ready, and its link opens one console', async ({ serve, visit, publicPort }) => {
  const served = await serve();
  const [ready = ''] = served.lines;
  expect(served.lines).toHaveLength(1);
  expect(ready).toBe(
    `{"ready":true,"public":"http://127.0.0.1:${String(publicPort)}","console":${JSON.stringify(served.console)}}`,
  );
  expect(served.console).toMatch(LINK);

  const first = await visit(served.console);
  await expect(first.page.getByText('No line is live')).toBeVisible();
  expect(first.page.url()).not.toContain('t=');

  const second = await visit(served.console);
  second.expectComplaint(/403/);
  await expect(second.page.getByRole('heading', { name: 'This link no longer opens the console' })).toBeVisible();
  await expect(second.page.getByText('press Enter')).toBeVisible();

  const another = await served.newLink();
  expect(another).toMatch(LINK);
  const third = await visit(another);
  await expect(third.page.getByText('No line is live')).toBeVisible();
  await first.page.reload();
  await expect(first.page.getByText('No line is live')).toBeVisible();
});

test('3a.17 SIGTERM ends a call, puts the number back, exits 0 and leaves nothing of the call in the log', async ({
  serve,
  visit,
  simulators,
}) => {
  const number = simulators.carrier.numbers.get(simulators.number);
  if (number === undefined) throw new Error('there is no number');
  number.voice_url = 'https://voice.example.com/before';
  number.status_callback = '';
  const before = routing(number);
  const served = await serve({ SWITCHBOARD_LIVE_LINES: simulators.number });
  expect(number.voice_url).toBe(`${served.public}/twiml`);

  const { page, expectComplaint } = await visit(served.console);
  const call = await callAndAsk(simulators);
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText(QUESTION);
  expectComplaint(/WebSocket|ERR_CONNECTION/);
  await served.stop();
  expect(served.complained(), '3a.17 what was said and dialled is in no log').not.toMatch(
    /Saturday|front desk|5550142/i,
  );
  expect(routing(number)).toEqual(before);
  // The caller hears why, and is hung up on.
  const { endedBy, spoken } = await call.ended;
  expect(endedBy).toBe('twiml');
  expect(spoken.join(' ')).not.toBe('');
  await expect(page.getByText('Connection to Switchboard lost')).toBeVisible();

  const again = await serve();
  const after = await visit(again.console);
  await expect(after.page.getByRole('region', { name: 'How the call ended' })).toContainText(
    'because Switchboard was closed',
  );
});

test('after kill -9 in a call the next start says so, and puts the number back', async ({
  serve,
  visit,
  simulators,
}) => {
  const number = simulators.carrier.numbers.get(simulators.number);
  if (number === undefined) throw new Error('there is no number');
  number.voice_url = 'https://voice.example.com/before';
  number.status_callback = '';
  const before = routing(number);
  const served = await serve({ SWITCHBOARD_LIVE_LINES: simulators.number });
  const { page, expectComplaint } = await visit(served.console);
  const call = await callAndAsk(simulators);
  const transcript = page.getByRole('log', { name: 'Transcript' });
  // By the time the agent answers, what the caller said before is on the disk.
  await expect(transcript).toContainText(ANSWER);
  expectComplaint(/WebSocket|ERR_CONNECTION/);
  await served.kill();
  expect(number.voice_url).toBe(`${served.public}/twiml`);

  const again = await serve();
  expect(routing(number)).toEqual(before);
  const after = await visit(again.console);
  await expect(after.page.getByRole('region', { name: 'How the call ended' })).toContainText(
    'Switchboard stopped unexpectedly during the call',
  );
  await expect(after.page.getByRole('log', { name: 'Transcript' })).toContainText(QUESTION);
  expect((await call.ended).spoken.join(' ')).not.toBe('');
});

test('a closed terminal and a fault of its own end it in order: the number is put back, and it says why', async ({
  serve,
  simulators,
  dataFolder,
}) => {
  const number = simulators.carrier.numbers.get(simulators.number);
  if (number === undefined) throw new Error('there is no number');
  number.voice_url = 'https://voice.example.com/before';
  number.status_callback = '';
  const before = routing(number);
  const live = { SWITCHBOARD_LIVE_LINES: simulators.number };

  const closed = await serve(live);
  expect(routing(number)).not.toEqual(before);
  // Another link is asked for, and can be written nowhere: that alone ends nothing.
  closed.stopReading();
  void closed.endBy('SIGUSR2');
  const hungUp = await closed.endBy('SIGHUP');
  expect(hungUp.code).toBe(0);
  expect(hungUp.complained).not.toContain('fault of its own');
  expect(routing(number)).toEqual(before);

  const fault = path.join(dataFolder, 'fault.cjs');
  await writeFile(fault, "process.on('SIGCONT', () => { throw new TypeError('planted'); });");
  const faulty = await serve({ ...live, NODE_OPTIONS: `--require=${fault}` });
  expect(routing(number)).not.toEqual(before);
  const ended = await faulty.endBy('SIGCONT');
  expect(ended).toMatchObject({ code: 1 });
  expect(ended.complained).toContain('Switchboard ends because of a fault of its own: TypeError');
  expect(ended.complained).toContain('"code":"serve.bug"');
  expect(routing(number)).toEqual(before);
});

test('a data folder that another Switchboard uses is refused in one line, and its number stays', async ({
  serve,
  simulators,
  dataFolder,
}) => {
  const served = await serve({ SWITCHBOARD_LIVE_LINES: simulators.number });
  const ended = await serveInVain({
    SWITCHBOARD_DATA_DIR: dataFolder,
    SWITCHBOARD_PUBLIC_PORT: '0',
    SWITCHBOARD_CONSOLE_PORT: '0',
  });
  expect(ended).toMatchObject({ code: 1, printed: '' });
  expect(ended.complained).toMatch(
    /^Switchboard could not start: Another Switchboard \(serve mode, process \d+\) uses the data folder [^\n]+\n$/,
  );
  expect(simulators.carrier.numbers.get(simulators.number)?.voice_url).toBe(`${served.public}/twiml`);
});

test('an environment that cannot be used is refused in one line', async ({ dataFolder }) => {
  for (const [name, value, words] of [
    ['SWITCHBOARD_PUBLIC_PORT', '99999', 'must be a port number, 65535 at most'],
    ['SWITCHBOARD_PUBLIC_URL', 'http://desk.example.com', 'must be an https URL without a query'],
    ['SWITCHBOARD_LIVE_LINES', '5550199', 'must be numbers like +14155550134'],
    ['OPENAI_REALTIME_URL', 'ws://api.example.com', 'must be a wss URL'],
    ['TWILIO_ACCOUNT_SID', 'ACnope', 'cannot be used: This is no Twilio Account SID.'],
  ] as const) {
    const ended = await serveInVain({ SWITCHBOARD_DATA_DIR: dataFolder, [name]: value });
    expect(ended).toMatchObject({ code: 1, printed: '' });
    expect(ended.complained).toContain(`Switchboard could not start: ${name} ${words}`);
    expect(ended.complained).toMatch(/^[^\n]+\n$/);
  }
  const both = await serveInVain({
    SWITCHBOARD_DATA_DIR: dataFolder,
    SWITCHBOARD_PUBLIC_PORT: 'x',
    SWITCHBOARD_CONSOLE_PORT: 'y',
  });
  expect(both.complained).toMatch(/^[^\n]+PUBLIC_PORT[^\n]+CONSOLE_PORT[^\n]+\n$/);
});

test('a port that is taken, and a folder that is none, are refused in one line', async ({ dataFolder }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = String((other.address() as AddressInfo).port);
  for (const name of ['SWITCHBOARD_PUBLIC_PORT', 'SWITCHBOARD_CONSOLE_PORT']) {
    const ports = { SWITCHBOARD_PUBLIC_PORT: '0', SWITCHBOARD_CONSOLE_PORT: '0', [name]: taken };
    const ended = await serveInVain({ SWITCHBOARD_DATA_DIR: dataFolder, ...ports });
    expect(ended).toEqual({
      code: 1,
      printed: '',
      complained: `Switchboard could not start: Port ${taken} is taken by another program. ${name} chooses another; 0 takes any free one.\n`,
    });
  }
  other.close();
  const file = path.join(dataFolder, 'file');
  await writeFile(file, '');
  const ended = await serveInVain({ SWITCHBOARD_DATA_DIR: file });
  expect(ended).toMatchObject({ code: 1, printed: '' });
  expect(ended.complained).toMatch(/^Switchboard could not start: The journal in [^\n]+ cannot be used[^\n]+\n$/);
});

/** Routing fields of a number, without the time of the change; the carrier treats null and empty alike. */
function routing(number: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = Object.entries(number).filter(([name]) => name !== 'date_updated');
  return Object.fromEntries(fields.map(([name, value]) => [name, value ?? '']));
}
