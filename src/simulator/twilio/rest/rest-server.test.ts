import twilio, { RestException } from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../clock';
import { settleSockets } from '../../settled-sockets.fixture';
import { startTwilioSimulator, type TwilioSimulator } from '../twilio-simulator';

const LINE = '+14155550134';
const KEY = `SK${'a'.repeat(32)}`;
const phones = Array.from({ length: 120 }, (_, index) => `+1415555${String(1_000 + index)}`);

let simulator: TwilioSimulator;
let client: twilio.Twilio;

function clientOf(
  user: string,
  password: string,
  options: Parameters<typeof twilio>[2] = {},
  apiUrl = simulator.apiUrl,
): twilio.Twilio {
  const made = twilio(user, password, options);
  made.api.baseUrl = apiUrl;
  return made;
}

beforeEach(async () => {
  simulator = await startTwilioSimulator({
    numbers: phones.map((phoneNumber) => ({ phoneNumber })),
    apiKeys: { [KEY]: 'secret' },
  });
  client = clientOf(simulator.account.sid, simulator.account.authToken);
});

afterEach(() => simulator.close());

async function refusalOf(request: Promise<unknown>): Promise<unknown> {
  return request.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('accounts', () => {
  it('shows the account to its own token only', async () => {
    const account = await client.api.v2010.accounts(simulator.account.sid).fetch();
    expect(account).toMatchObject({ status: 'active', type: 'Full', ownerAccountSid: simulator.account.sid });
    const wrong = clientOf(simulator.account.sid, 'wrong');
    const refusal = await refusalOf(wrong.api.v2010.accounts(simulator.account.sid).fetch());
    expect(refusal).toBeInstanceOf(RestException);
    expect(refusal).toMatchObject({ status: 401, code: 20003, moreInfo: 'https://www.twilio.com/docs/errors/20003' });
  });

  it('refuses the account, but not the numbers, to a standard API key', async () => {
    const key = clientOf(KEY, 'secret', { accountSid: simulator.account.sid });
    expect(await refusalOf(key.api.v2010.accounts(simulator.account.sid).fetch())).toMatchObject({ code: 20003 });
    expect(await key.incomingPhoneNumbers.list({ limit: 1 })).toHaveLength(1);
  });
});

describe('incoming phone numbers', () => {
  it('lists 120 numbers over three pages', async () => {
    const listed = await client.incomingPhoneNumbers.list();
    expect(listed.map(({ phoneNumber }) => phoneNumber)).toEqual(phones);
    const pages = simulator.rest.filter(({ path }) => path.endsWith('/IncomingPhoneNumbers.json'));
    expect(pages.map(({ params }) => params['Page'])).toEqual([undefined, '1', '2']);
  });

  it('pages both ways with the size that was asked for', async () => {
    const first = await client.incomingPhoneNumbers.page({ pageSize: 100 });
    const second = await first.nextPage();
    expect(second?.instances).toHaveLength(20);
    expect(await second?.nextPage()).toBeUndefined();
    expect((await second?.previousPage())?.instances[0]?.phoneNumber).toBe(phones[0]);
  });

  it('finds a number by its digits', async () => {
    expect(await client.incomingPhoneNumbers.list({ phoneNumber: '5551042' })).toHaveLength(1);
  });

  it('changes only what an update names', async () => {
    const [number] = await client.incomingPhoneNumbers.list({ limit: 1 });
    const sid = number?.sid ?? '';
    const before = await client.incomingPhoneNumbers(sid).fetch();
    const updated = await client
      .incomingPhoneNumbers(sid)
      .update({ voiceUrl: 'https://demo.example/twiml', statusCallback: 'https://demo.example/status' });
    const { dateUpdated: _, voiceUrl: __, statusCallback: ___, ...rest } = before.toJSON();
    expect(updated.toJSON()).toMatchObject({ ...rest, voiceUrl: 'https://demo.example/twiml' });
    const cleared = await client.incomingPhoneNumbers(sid).update({ voiceUrl: '' });
    expect(cleared.voiceUrl).toBe('');
    expect(cleared.statusCallback).toBe('https://demo.example/status');
  });

  it('lets an application and a trunk remove each other', async () => {
    const [number] = await client.incomingPhoneNumbers.list({ limit: 1 });
    const context = client.incomingPhoneNumbers(number?.sid ?? '');
    const trunk = `TK${'1'.repeat(32)}`;
    const application = `AP${'1'.repeat(32)}`;
    expect(await context.update({ trunkSid: trunk })).toMatchObject({ trunkSid: trunk, voiceApplicationSid: '' });
    expect(await context.update({ voiceApplicationSid: application })).toMatchObject({
      trunkSid: null,
      voiceApplicationSid: application,
    });
    expect(await context.update({ trunkSid: trunk })).toMatchObject({ trunkSid: trunk, voiceApplicationSid: '' });
  });

  it('refuses a bad URL, a bad method and a fallback without a primary, and then changes nothing', async () => {
    const [number] = await client.incomingPhoneNumbers.list({ limit: 1 });
    const context = client.incomingPhoneNumbers(number?.sid ?? '');
    expect(await refusalOf(context.update({ friendlyName: 'x', voiceUrl: 'nonsense' }))).toMatchObject({ code: 21402 });
    expect(await refusalOf(context.update({ voiceMethod: 'PUT' }))).toMatchObject({ code: 21403 });
    const fallback = context.update({ voiceFallbackUrl: 'https://demo.example/fallback' });
    expect(await refusalOf(fallback)).toMatchObject({ status: 400, code: 21405 });
    expect((await context.fetch()).friendlyName).toBe(phones[0]);
  });

  it('knows no other number', async () => {
    const refusal = await refusalOf(client.incomingPhoneNumbers(`PN${'0'.repeat(32)}`).fetch());
    expect(refusal).toMatchObject({ status: 404, code: 20404 });
  });
});

describe('calls', () => {
  const twiml = '<Response><Say>Hello</Say></Response>';

  it('queues a placed call, runs its TwiML and shows it ended', async () => {
    const placed = new Promise((resolve) => simulator.onPlacedCall((call) => resolve(call.ended)));
    const call = await client.calls.create({ from: phones[0] ?? '', to: '+12125550187', twiml });
    expect(call).toMatchObject({ status: 'queued', direction: 'outbound-api' });
    expect(await placed).toMatchObject({ status: 'completed', spoken: ['Hello'] });
    const ended = await client.calls(call.sid).fetch();
    expect(ended.status).toBe('completed');
    expect(ended.duration).toMatch(/^\d+$/);
    expect(ended.startTime).toBeInstanceOf(Date);
    expect(await client.calls.list({ status: 'completed' })).toHaveLength(1);
    expect(await client.calls.list({ status: 'in-progress' })).toHaveLength(0);
  });

  it('ends a placed call at its time limit, which an update may change', async () => {
    const clock = new ManualClock();
    const bounded = await startTwilioSimulator({ clock, numbers: [{ phoneNumber: LINE }], pace: 'real' });
    const bound = clientOf(bounded.account.sid, bounded.account.authToken, {}, bounded.apiUrl);
    const pause = '<Response><Pause length="86400"/></Response>';
    const order = { from: LINE, to: '+12125550187', twiml: pause };
    expect(await refusalOf(bound.calls.create({ ...order, timeLimit: 0 }))).toMatchObject({ status: 400 });
    expect(await refusalOf(bound.calls.create({ ...order, timeLimit: 14_401 }))).toMatchObject({ status: 400 });
    const calls = [
      await bound.calls.create({ ...order, timeLimit: 60 }),
      await bound.calls.create({ ...order, timeLimit: 60 }),
    ];
    const statuses = async () => Promise.all(calls.map(async ({ sid }) => (await bound.calls(sid).fetch()).status));
    while ((await statuses()).some((status) => status !== 'in-progress')) await settleSockets();
    await bound.calls(calls[1]?.sid ?? '').update({ twiml: pause, timeLimit: 120 });
    clock.advance(60_000);
    while ((await statuses())[0] !== 'completed') await settleSockets();
    expect(await statuses()).toEqual(['completed', 'in-progress']);
    clock.advance(60_000);
    while ((await statuses())[1] !== 'completed') await settleSockets();
    await bounded.close();
  });

  it('refuses a number that is none, a sender that is not ours, and a change to a call that is over', async () => {
    const from = phones[0] ?? '';
    expect(await refusalOf(client.calls.create({ from, to: 'Bob', twiml }))).toMatchObject({ code: 21211 });
    const foreign = client.calls.create({ from: '+19995550100', to: '+12125550187', twiml });
    expect(await refusalOf(foreign)).toMatchObject({ code: 21210 });
    const ended = new Promise((resolve) => simulator.onPlacedCall((call) => resolve(call.ended)));
    const call = await client.calls.create({ from, to: '+12125550187', twiml });
    await ended;
    const late = client.calls(call.sid).update({ status: 'completed' });
    expect(await refusalOf(late)).toMatchObject({ status: 400, code: 21220 });
    const unknown = client.calls(`CA${'0'.repeat(32)}`).update({ status: 'completed' });
    expect(await refusalOf(unknown)).toMatchObject({ status: 404, code: 20404 });
  });
});

describe('faults', () => {
  it('asks for patience once, which the library grants', async () => {
    simulator.restFaults.arm({ kind: 'too-many-requests' });
    expect(await refusalOf(client.incomingPhoneNumbers.list({ limit: 1 }))).toMatchObject({ status: 429, code: 20429 });
    const patient = clientOf(simulator.account.sid, simulator.account.authToken, { autoRetry: true });
    simulator.restFaults.arm({ kind: 'too-many-requests' });
    expect(await patient.incomingPhoneNumbers.list({ limit: 1 })).toHaveLength(1);
  });

  it('fails as servers and proxies fail', async () => {
    const { faults, fetch } = {
      faults: ['server-error', 'html-502', 'reset'] as const,
      fetch: () => refusalOf(client.api.v2010.accounts(simulator.account.sid).fetch()),
    };
    const seen = [];
    for (const kind of faults) {
      simulator.restFaults.arm({ kind });
      seen.push(await fetch());
    }
    expect(seen).toMatchObject([{ status: 500, code: 20500 }, { status: 502 }, { code: 'ECONNRESET' }]);
    expect(await fetch()).toBeUndefined();
  });

  it('is slow on demand, for the path in question only', async () => {
    simulator.restFaults.arm({ kind: 'latency', ms: 120, path: 'IncomingPhoneNumbers' });
    await client.api.v2010.accounts(simulator.account.sid).fetch();
    const beganMs = performance.now();
    await client.incomingPhoneNumbers.list({ limit: 1 });
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(119);
  });
});
