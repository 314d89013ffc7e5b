import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CarrierError } from '../../shared/line/carrier-failure';
import { ManualClock as SimulatedTime } from '../../simulator/clock';
import { whileTimePasses } from '../../simulator/settled-sockets.fixture';
import type { RestFault } from '../../simulator/twilio/rest/rest-server';
import { startTwilioSimulator } from '../../simulator/twilio/twilio-simulator';
import { createTelephony } from './telephony';

const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
const CALL = 'CA0123456789abcdef0123456789abcdef';
const TOKEN = 'canary-token-4711';
const clock = new SimulatedTime();
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const secrets = { openAiKey: () => undefined, twilio: () => ({ accountSid: ACCOUNT, authToken: TOKEN }) };

async function failureOf(promise: Promise<void>): Promise<CarrierError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarrierError)) expect.fail('not refused by a CarrierError');
  return error;
}

const refusing = (status: number, body: string) =>
  serve((_request, _body, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });

describe('createTelephony', () => {
  it('completes the call over the REST wire', async () => {
    const seen: string[] = [];
    const url = await serve((request, body, response) => {
      seen.push(`${request.method ?? ''} ${request.url ?? ''} ${body} ${request.headers.authorization ?? ''}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end(`{"sid":"${CALL}","status":"completed"}`);
    });
    await createTelephony(secrets, clock, url).hangUp(CALL);
    const basic = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
    expect(seen).toEqual([`POST /2010-04-01/Accounts/${ACCOUNT}/Calls/${CALL}.json Status=completed Basic ${basic}`]);
  });

  it.each([
    [400, 21220],
    [404, 20404],
  ])('takes a call that is over for a success: %i %i', async (status, code) => {
    const url = await refusing(status, JSON.stringify({ code, message: 'x', more_info: 'x', status }));
    await expect(createTelephony(secrets, clock, url).hangUp(CALL)).resolves.toBeUndefined();
  });

  it.each([
    [401, JSON.stringify({ code: 20003, message: 'Authenticate', status: 401 }), 'keys-refused'],
    [403, JSON.stringify({ code: 20005, message: 'x', status: 403 }), 'account-not-active'],
    [400, JSON.stringify({ code: 99999, message: 'x', status: 400 }), 'refused'],
    [502, '<html>bad gateway</html>', 'unreachable'],
  ])('names a refusal in its own words: %i', async (status, body, failure) => {
    const url = await refusing(status, body);
    expect((await failureOf(createTelephony(secrets, clock, url).hangUp(CALL))).failure).toBe(failure);
  });

  it('says that nobody is there, without saying who asked', async () => {
    const url = await refusing(200, '{}');
    await closers.pop()?.();
    const error = await failureOf(createTelephony(secrets, clock, url).hangUp(CALL));
    expect(error.failure).toBe('unreachable');
    const dump = `${JSON.stringify(error)} ${error.stack ?? ''} ${String(error)} ${Object.values(error).join()}`;
    expect(dump).not.toContain(TOKEN);
    expect(dump).not.toContain(Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64'));
    expect(error.cause).toBeUndefined();
  });

  it('asks nobody without keys, and follows keys that change', async () => {
    let keys: { accountSid: string; authToken: string } | undefined = { accountSid: ACCOUNT, authToken: ' ' };
    const seen: (string | undefined)[] = [];
    const url = await serve((request, _body, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    const telephony = createTelephony({ openAiKey: () => undefined, twilio: () => keys }, clock, url);
    expect((await failureOf(telephony.hangUp(CALL))).failure).toBe('no-keys');
    keys = undefined;
    expect((await failureOf(telephony.hangUp(CALL))).failure).toBe('no-keys');
    for (const authToken of ['one', 'two']) {
      keys = { accountSid: ACCOUNT, authToken };
      await telephony.hangUp(CALL);
    }
    expect(seen).toEqual(
      ['one', 'two'].map((token) => `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString('base64')}`),
    );
  });
});

describe('a carrier with too many requests', () => {
  const LINE = '+14155550134';

  async function busyCarrier(fault: Omit<RestFault, 'kind'>) {
    const time = new SimulatedTime();
    const simulator = await startTwilioSimulator({
      clock: time,
      numbers: [{ phoneNumber: LINE }],
      called: () => ({ then: 'by-hand' }),
      pace: 'real',
    });
    closers.push(() => simulator.close());
    const { sid: accountSid, authToken } = simulator.account;
    const keys = { openAiKey: () => undefined, twilio: () => ({ accountSid, authToken }) };
    const { waits, timer } = recorded(time);
    const telephony = createTelephony(keys, timer, simulator.apiUrl);
    let status = (): string => 'none';
    simulator.onPlacedCall((placed) => (status = () => placed.status));
    const url = 'https://h.example/';
    const order = {
      from: LINE,
      to: '+15551230000',
      ringSeconds: 30,
      url,
      statusUrl: url,
      timeLimitSeconds: undefined,
      onMachine: 'tell' as const,
    };
    const callSid = await telephony.place(order);
    simulator.restFaults.arm({ kind: 'too-many-requests', ...fault });
    return { time, telephony, callSid, waits, status: () => status(), asked: () => simulator.rest.length - 1 };
  }

  /** A timer that notes how long each wait is; ms. */
  function recorded(time: SimulatedTime) {
    const waits: number[] = [];
    const after = (ms: number, run: () => void): (() => void) => {
      waits.push(ms);
      return time.after(ms, run);
    };
    return { waits, timer: { after } };
  }

  function expectBetween(value: number | undefined, least: number, most: number): void {
    expect(value).toBeGreaterThanOrEqual(least);
    expect(value).toBeLessThanOrEqual(most);
  }

  it.each(['seconds', 'date'] as const)('is asked to hang up again when it says so, as %s', async (as) => {
    const { time, telephony, callSid, waits, status, asked } = await busyCarrier({ retryAfter: { seconds: 4, as } });
    await whileTimePasses(time, telephony.hangUp(callSid));
    expect(status()).toBe('completed');
    expect(asked()).toBe(2);
    expect(waits.length).toBe(1);
    expectBetween(waits[0], 4000, 5000);
  });

  it('is asked to redirect again when it says so', async () => {
    const { time, telephony, callSid, waits, asked } = await busyCarrier({ retryAfter: { seconds: 2, as: 'seconds' } });
    await whileTimePasses(time, telephony.redirect(callSid, '<Response/>'));
    expect(asked()).toBe(2);
    expectBetween(waits[0], 2000, 2500);
  });

  it('is asked again soon when it does not say when', async () => {
    const { time, telephony, callSid, waits, status } = await busyCarrier({ times: 3 });
    await whileTimePasses(time, telephony.hangUp(callSid));
    expect(status()).toBe('completed');
    expect(waits.length).toBe(3);
    for (const ms of waits) expectBetween(ms, 100, 2000);
  });

  it('is not waited for longer than 15 s, whatever it says', async () => {
    const { time, telephony, callSid, waits, asked } = await busyCarrier({
      retryAfter: { seconds: 86_400, as: 'seconds' },
    });
    const failed = failureOf(telephony.hangUp(callSid));
    expect((await whileTimePasses(time, failed)).failure).toBe('too-many-requests');
    expect(waits).toEqual([15_000]);
    expect(asked()).toBe(2);
  });

  it.each(['soon', '-5', '1e9', '', '0', 'Thu, 99 Foo 2026 00:00:00 GMT', 'Mon, 01 Jan 1990 00:00:00 GMT'])(
    'that says “%s” is asked again soon all the same',
    async (text) => {
      let asked = 0;
      const url = await serve((_request, _body, response) => {
        asked += 1;
        const status = asked === 1 ? 429 : 200;
        response.writeHead(status, { 'content-type': 'application/json', 'retry-after': text }).end('{}');
      });
      const time = new SimulatedTime();
      const { waits, timer } = recorded(time);
      await whileTimePasses(time, createTelephony(secrets, timer, url).hangUp(CALL));
      expect(asked).toBe(2);
      expectBetween(waits[0], 100, 2000);
    },
  );
});
