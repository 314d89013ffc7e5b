import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CarrierError, type CarrierFailure } from '../../shared/line/carrier-failure';
import { ManualClock } from '../../simulator/clock';
import { whileTimePasses } from '../../simulator/settled-sockets.fixture';
import type { RestFault } from '../../simulator/twilio/rest/rest-server';
import { startTwilioSimulator, type TwilioSimulatorOptions } from '../../simulator/twilio/twilio-simulator';
import { createTelephony } from './telephony';

const clock = new ManualClock();
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(options: TwilioSimulatorOptions) {
  const simulator = await startTwilioSimulator(options);
  closers.push(() => simulator.close());
  const { sid: accountSid, authToken } = simulator.account;
  const secrets = { openAiKey: () => undefined, twilio: () => ({ accountSid, authToken }) };
  return { simulator, numbers: createTelephony(secrets, clock, simulator.apiUrl) };
}

/** A server that gives every request the same answer. */
async function startAnswering(status: number, type: string, body: string) {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': type, location: '/sign-in' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const secrets = { openAiKey: () => undefined, twilio: () => ({ accountSid: `AC${'0'.repeat(32)}`, authToken: 't' }) };
  return createTelephony(secrets, clock, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function failureOf(promise: Promise<unknown>): Promise<CarrierFailure> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarrierError)) expect.fail('not refused by a CarrierError');
  return error.failure;
}

const LINE = '+14155550134';

describe('the numbers of the account', () => {
  it('are listed over all pages', async () => {
    const wanted = Array.from({ length: 450 }, (_, i) => `+1415${String(5_550_000 + i)}`);
    const { simulator, numbers } = await start({ numbers: wanted.map((phoneNumber) => ({ phoneNumber })) });
    const found = await numbers.numbers();
    expect(found.map(({ number }) => number)).toEqual(wanted);
    expect(simulator.rest).toHaveLength(3);
  });

  it('are read in our own words, whether unset is null or empty', async () => {
    const { simulator, numbers } = await start({
      numbers: [
        { phoneNumber: LINE, friendlyName: 'Front', voiceUrl: 'https://old.example/voice', voiceMethod: 'GET' },
        { phoneNumber: '+14155550135', canVoice: false, trunkSid: 'TK1' },
        { phoneNumber: '+14155550136', voiceApplicationSid: 'AP1' },
      ],
    });
    const fax = simulator.numbers.get('+14155550136');
    if (fax) fax.voice_receive_mode = 'fax';
    const unset = {
      voiceUrl: '',
      voiceMethod: 'POST',
      fallbackUrl: '',
      fallbackMethod: 'POST',
      statusUrl: '',
      statusMethod: 'POST',
      applicationId: '',
      trunkId: '',
    };
    const [front, trunked, app] = await numbers.numbers();
    expect(front).toMatchObject({ number: LINE, name: 'Front', canAnswer: true });
    expect(front?.routing).toEqual({ ...unset, voiceUrl: 'https://old.example/voice', voiceMethod: 'GET' });
    expect(trunked).toMatchObject({ canAnswer: false, routing: { ...unset, trunkId: 'TK1' } });
    expect(app).toMatchObject({ canAnswer: false, routing: { ...unset, applicationId: 'AP1' } });
  });
});

describe('a routing', () => {
  it('changes the fields that decide about calls and no other', async () => {
    const { simulator, numbers } = await start({ numbers: [{ phoneNumber: LINE, voiceApplicationSid: 'AP1' }] });
    const [before] = await numbers.numbers();
    if (!before) expect.fail('no number');
    const record = { ...simulator.numbers.get(LINE) };
    const after = await numbers.route(before.id, {
      voiceUrl: 'https://new.example/twiml',
      voiceMethod: 'POST',
      fallbackUrl: 'https://new.example/sorry',
      fallbackMethod: 'GET',
      statusUrl: 'https://new.example/status',
      statusMethod: 'POST',
      applicationId: '',
      trunkId: '',
    });
    expect(after).toEqual(await numbers.number(before.id));
    expect(simulator.numbers.get(LINE)).toEqual({
      ...record,
      voice_url: 'https://new.example/twiml',
      voice_method: 'POST',
      voice_fallback_url: 'https://new.example/sorry',
      voice_fallback_method: 'GET',
      status_callback: 'https://new.example/status',
      voice_application_sid: '',
      date_updated: simulator.numbers.get(LINE)?.date_updated,
    });
    await numbers.route(before.id, before.routing);
    expect((await numbers.number(before.id)).routing).toEqual(before.routing);
    const keys = Object.keys(simulator.rest.filter(({ method }) => method === 'POST').at(-1)?.params ?? {});
    expect(keys.filter((key) => !/^(?:Voice|StatusCallback)/.test(key))).toEqual([]);
  });

  it.each([
    ['a trunk', { trunkId: 'TK1', applicationId: '' }, 'VoiceApplicationSid'],
    ['an application', { trunkId: '', applicationId: 'AP1' }, 'TrunkSid'],
  ])('with %s does not name the other, which would remove it again', async (_name, owner, unnamed) => {
    const { simulator, numbers } = await start({ numbers: [{ phoneNumber: LINE }] });
    const [line] = await numbers.numbers();
    if (!line) expect.fail('no number');
    const after = await numbers.route(line.id, { ...line.routing, ...owner });
    expect(after.routing).toMatchObject(owner);
    expect(Object.keys(simulator.rest.at(-1)?.params ?? {})).not.toContain(unnamed);
  });
});

describe('a failure', () => {
  const faults: [RestFault['kind'], CarrierFailure][] = [
    ['too-many-requests', 'too-many-requests'],
    ['server-error', 'unreachable'],
    ['html-502', 'unreachable'],
    ['reset', 'unreachable'],
  ];

  it.each(faults)('of the service is named: %s', async (kind, failure) => {
    const { simulator, numbers } = await start({ numbers: [{ phoneNumber: LINE }] });
    simulator.restFaults.arm({ kind, times: 50 });
    expect(await whileTimePasses(clock, failureOf(numbers.numbers()))).toBe(failure);
  });

  it.each([
    [200, 'text/html', '<html>Welcome to the hotel</html>'],
    [200, 'application/json', '{"incoming_phone_numbers":[{"sid":7}]}'],
    [200, 'application/json', '[]'],
    [302, 'text/html', ''],
  ])('is an answer that is not the service’s: %i %s %s', async (status, type, body) => {
    const numbers = await startAnswering(status, type, body);
    expect(await failureOf(numbers.numbers())).toBe('not-understood');
    expect(await failureOf(numbers.number(`PN${'0'.repeat(32)}`))).toBe('not-understood');
  });

  it('is a number that is not there, or an address that is none', async () => {
    const { numbers } = await start({ numbers: [{ phoneNumber: LINE }] });
    expect(await failureOf(numbers.number(`PN${'0'.repeat(32)}`))).toBe('not-found');
    const [line] = await numbers.numbers();
    if (!line) expect.fail('no number');
    const wrong = { ...line.routing, voiceUrl: 'not an address' };
    expect(await failureOf(numbers.route(line.id, wrong))).toBe('address-refused');
  });
});
