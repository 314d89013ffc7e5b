import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { TWILIO_OUTCOMES, type TwilioOutcome } from '../../shared/keys/key-check';
import type { KeyName } from '../../shared/keys/key-name';
import type { RestFault } from '../../simulator/twilio/rest/rest-server';
import { startTwilioSimulator, type TwilioSimulatorOptions } from '../../simulator/twilio/twilio-simulator';
import { createTwilioAccountCheck, type TwilioAccountCheckOptions } from './account-check';

const SID = `AC${'0123456789abcdef'.repeat(2)}`;
const OWNER = `AC${'f'.repeat(32)}`;
const TOKEN = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const KEY_SID = `SK${'a'.repeat(32)}`;
const KEY_SECRET = 'canarySecret0123456789';
const BOTH = { twilioAccountSid: SID, twilioAuthToken: TOKEN };
const closers: (() => Promise<unknown>)[] = [];
const seen = new Set<TwilioOutcome>();

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Keys = Partial<Record<KeyName, string>>;

async function check(keys: Keys, apiUrl: string, more: Partial<TwilioAccountCheckOptions> = {}) {
  const vault = { read: (name: KeyName) => keys[name] };
  const answer = await createTwilioAccountCheck({ vault, apiUrl, ...more })();
  for (const secret of [TOKEN, KEY_SECRET]) expect(JSON.stringify(answer)).not.toContain(secret);
  seen.add(answer.outcome);
  return answer;
}

async function simulated(options: TwilioSimulatorOptions = {}) {
  const account = { sid: SID, authToken: TOKEN, friendlyName: 'Shop', ...options.account };
  const simulator = await startTwilioSimulator({ ...options, account });
  closers.push(() => simulator.close());
  return simulator;
}

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A Twilio that gives every request this answer. */
function answering(status: number, body: object | string): Promise<string> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return served((_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(text));
}

const account = (more: object): object => ({
  sid: SID,
  owner_account_sid: SID,
  friendly_name: 'Shop',
  status: 'active',
  type: 'Full',
  auth_token: TOKEN,
  ...more,
});

describe('the Twilio account', () => {
  it('is taken', async () => {
    const { apiUrl } = await simulated();
    expect(await check(BOTH, apiUrl)).toEqual({ service: 'twilio', outcome: 'ok', accountName: 'Shop', notes: [] });
  });

  it('is a trial, a subaccount, or both', async () => {
    const { apiUrl } = await simulated({ account: { type: 'Trial' } });
    expect(await check(BOTH, apiUrl)).toMatchObject({ outcome: 'ok', notes: ['trial'] });
    const url = await answering(200, account({ owner_account_sid: OWNER, type: 'Trial' }));
    expect(await check(BOTH, url)).toMatchObject({ outcome: 'ok', notes: ['trial', 'subaccount'] });
  });

  it.each<[Keys, TwilioOutcome]>([
    [{}, 'no-keys'],
    [{ twilioAccountSid: SID }, 'no-auth-token'],
    [{ twilioAccountSid: SID, twilioAuthToken: ' ' }, 'no-auth-token'],
    [{ twilioAuthToken: TOKEN }, 'no-account-sid'],
    [{ twilioAccountSid: KEY_SID, twilioAuthToken: TOKEN }, 'api-key-sid'],
    [{ twilioAccountSid: SID, twilioApiKeySid: KEY_SID, twilioApiKeySecret: KEY_SECRET }, 'api-key-without-token'],
    [{ twilioApiKeySecret: KEY_SECRET }, 'api-key-without-token'],
  ])('is not asked for with %j: %s', async (keys, outcome) => {
    const { apiUrl, rest } = await simulated();
    expect(await check(keys, apiUrl)).toEqual({ service: 'twilio', outcome, accountName: null, notes: [] });
    expect(rest).toEqual([]);
  });

  it('does not know the pair', async () => {
    const { apiUrl } = await simulated();
    expect((await check({ ...BOTH, twilioAuthToken: TOKEN.replace('c0', 'd0') }, apiUrl)).outcome).toBe('keys-refused');
    expect((await check({ ...BOTH, twilioAccountSid: OWNER }, apiUrl)).outcome).toBe('keys-refused');
  });

  it('is in another region, which is asked only when this one refuses', async () => {
    const here = await simulated({ account: { authToken: 'another' } });
    const there = await simulated();
    const nowhere = await simulated({ account: { authToken: 'a third' } });
    const otherRegions = [nowhere.apiUrl, there.apiUrl];
    expect((await check(BOTH, here.apiUrl, { otherRegions })).outcome).toBe('other-region');
    expect((await check(BOTH, here.apiUrl, { otherRegions: [nowhere.apiUrl] })).outcome).toBe('keys-refused');
    const before = nowhere.rest.length;
    expect((await check(BOTH, there.apiUrl, { otherRegions })).outcome).toBe('ok');
    expect(nowhere.rest).toHaveLength(before);
  });

  it.each<[number, object | string, TwilioOutcome]>([
    [
      403,
      { code: 20008, message: 'Resource not accessible with Test Account Credentials', status: 403 },
      'test-credentials',
    ],
    [401, { code: 20005, message: 'Account not active', status: 401 }, 'account-not-active'],
    [403, { code: 20006, message: `Access denied for ${TOKEN}`, status: 403 }, 'not-permitted'],
    [403, { code: 1, message: 'No', status: 403 }, 'not-permitted'],
    [401, 'Unauthorized', 'keys-refused'],
    [404, { code: 20404, message: 'Not found', status: 404 }, 'keys-refused'],
    [200, account({ status: 'suspended' }), 'account-suspended'],
    [200, account({ status: 'closed' }), 'account-closed'],
    [200, account({ status: 'dreaming' }), 'not-understood'],
    [200, '<html>Welcome to the hotel</html>', 'not-understood'],
    [200, '[]', 'not-understood'],
    [302, '', 'not-understood'],
  ])('reads an answer of %i %j as %s', async (status, body, outcome) => {
    expect((await check(BOTH, await answering(status, body))).outcome).toBe(outcome);
  });

  it('that the simulator suspended is not active', async () => {
    const { apiUrl } = await simulated({ account: { status: 'suspended' } });
    expect((await check(BOTH, apiUrl)).outcome).toBe('account-not-active');
  });

  it.each<[RestFault['kind'], TwilioOutcome]>([
    ['too-many-requests', 'too-many-requests'],
    ['server-error', 'service-trouble'],
    ['html-502', 'service-trouble'],
    ['reset', 'unreachable'],
  ])('cannot be seen through %s: %s', async (kind, outcome) => {
    const simulator = await simulated();
    simulator.restFaults.arm({ kind });
    expect((await check(BOTH, simulator.apiUrl)).outcome).toBe(outcome);
    expect((await check(BOTH, simulator.apiUrl)).outcome).toBe('ok');
  });

  it('takes too long, or is not there', async () => {
    const silent = await served(() => undefined);
    expect((await check(BOTH, silent, { limitMs: 100 })).outcome).toBe('timed-out');
    for (const close of closers.splice(0)) await close();
    expect((await check(BOTH, silent)).outcome).toBe('unreachable');
  });

  it('is not asked in the region or at the edge that the environment names', async () => {
    const { apiUrl } = await simulated();
    process.env['TWILIO_REGION'] = 'ie1';
    process.env['TWILIO_EDGE'] = 'dublin';
    try {
      expect((await check(BOTH, apiUrl.replace('127.0.0.1', 'localhost'))).outcome).toBe('ok');
    } finally {
      delete process.env['TWILIO_REGION'];
      delete process.env['TWILIO_EDGE'];
    }
  });

  it('has met every outcome there is', () => {
    expect([...seen].sort()).toEqual([...TWILIO_OUTCOMES].sort());
  });
});

describe('an API key beside the token', () => {
  it.each<[Keys, readonly string[]]>([
    [{ twilioApiKeySid: KEY_SID, twilioApiKeySecret: KEY_SECRET }, []],
    [{ twilioApiKeySid: KEY_SID, twilioApiKeySecret: 'wrong' }, ['api-key-refused']],
    [{ twilioApiKeySid: KEY_SID }, ['api-key-incomplete']],
    [{ twilioApiKeySecret: KEY_SECRET }, ['api-key-incomplete']],
  ])('%j is noted as %j', async (keys, notes) => {
    const { apiUrl } = await simulated({
      apiKeys: { [KEY_SID]: KEY_SECRET },
      numbers: [{ phoneNumber: '+14155550134' }],
    });
    expect(await check({ ...BOTH, ...keys }, apiUrl)).toMatchObject({ outcome: 'ok', notes });
  });
});
