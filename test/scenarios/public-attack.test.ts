import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, systemClock } from '../../src/simulator/clock';
import {
  ACCOUNT,
  BASE,
  bytesOf,
  callSid,
  exchangeBytes,
  form,
  openListener,
  ringing,
  sign,
  TOKEN,
  upgrade,
  type PublicRig,
  type RawRequest,
} from './public-wiring.fixture';
import type { Clock } from '../../src/main/ports/ports';

const clock: Clock = { wallMs: () => Date.now(), ...systemClock };
const ROUTES = ['/twiml', '/status'] as const;
const fieldsOf = { '/twiml': ringing(1), '/status': { ...ringing(1), CallStatus: 'completed' } };
let rig: PublicRig;

beforeEach(async () => {
  rig = await openListener(clock);
});

afterEach(async () => {
  await rig.listener.close();
});

const send = (request: RawRequest) => exchangeBytes(rig.listener.port, bytesOf(request));
const urlOf = (route: string) => `https://demo.example/phone${route}`;
const signed = (route: keyof typeof fieldsOf, change: Partial<RawRequest> = {}) =>
  form(route, fieldsOf[route], sign(urlOf(route), fieldsOf[route]), change);
const headersWith = (...more: [string, string][]) => [...(signed('/twiml').headers ?? []), ...more];

describe('a genuine form', () => {
  it('is answered, with the prefix of the public base or without it', async () => {
    for (const prefix of ['', '/phone']) {
      const reply = await send({ ...signed('/twiml'), path: `${prefix}/twiml` });
      expect(reply.status).toBe(200);
      expect(reply.head).toMatch(/content-type: text\/xml; charset=utf-8/i);
      expect(reply.body).toMatch(
        /^<\?xml version="1.0" encoding="UTF-8"\?><Response><Connect><Stream url="wss:\/\/demo.example\/phone\/call\//,
      );
    }
    for (const prefix of ['', '/phone']) {
      expect((await send({ ...signed('/status'), path: `${prefix}/status` })).status).toBe(204);
    }
    expect(rig.changes).toEqual([`rang ${callSid(1)}`, `ended ${callSid(1)}`]);
  });

  it('is answered with all that add-ons found out about the caller', async () => {
    const fields = {
      ...fieldsOf['/twiml'],
      AddOns: JSON.stringify({ status: 'successful', results: 'x'.repeat(60_000) }),
    };
    expect(await send(form('/twiml', fields, sign(urlOf('/twiml'), fields)))).toMatchObject({ status: 200 });
  });

  it('is not swayed by where the request says it came to', async () => {
    const forged = await send({
      ...signed('/twiml'),
      headers: headersWith(
        ['Host', 'evil.example'],
        ['X-Forwarded-Host', 'evil.example'],
        ['X-Forwarded-Proto', 'http'],
        ['Forwarded', 'host=evil.example'],
      ),
    });
    expect(forged.status).toBe(200);
    expect(forged.body).not.toContain('evil');
  });

  it('changes things once, however often and in whatever order it is replayed', async () => {
    const captured = [1, 2, 3].flatMap((n) => {
      const done = { ...ringing(n), CallStatus: 'completed' };
      return [
        form('/twiml', ringing(n), sign(urlOf('/twiml'), ringing(n))),
        form('/status', done, sign(urlOf('/status'), done)),
      ];
    });
    for (const request of captured) await send(request);
    expect(rig.changes.length).toBe(6);
    for (let turn = 0; turn < 100; turn++) {
      const request = captured[(turn * 5 + (turn >> 3)) % captured.length];
      if (request) await send(request);
    }
    expect(rig.changes.length).toBe(6);
  });
});

describe('a forged form', () => {
  const others: Record<string, (route: keyof typeof fieldsOf) => string | undefined> = {
    'no signature': () => undefined,
    'an empty signature': () => '',
    'the wrong key': (route) => sign(urlOf(route), fieldsOf[route], 'other'),
    'an empty key': (route) => sign(urlOf(route), fieldsOf[route], ''),
    'the other route': (route) => sign(urlOf(route === '/twiml' ? '/status' : '/twiml'), fieldsOf[route]),
    'another host': (route) => sign(`https://evil.example/phone${route}`, fieldsOf[route]),
    'another port': (route) => sign(`https://demo.example:8443/phone${route}`, fieldsOf[route]),
    'another scheme': (route) => sign(`http://demo.example/phone${route}`, fieldsOf[route]),
    'the base without its prefix': (route) => sign(`https://demo.example${route}`, fieldsOf[route]),
    'a query': (route) => sign(`${urlOf(route)}?a=1`, fieldsOf[route]),
    'no fields': (route) => sign(urlOf(route)),
    'a truncated one': (route) => sign(urlOf(route), fieldsOf[route]).slice(0, -2),
    'a doubled one': (route) => `${sign(urlOf(route), fieldsOf[route])},${sign(urlOf(route), fieldsOf[route])}`,
  };

  it.each(Object.keys(others))('signed with %s is refused on every route', async (name) => {
    for (const route of ROUTES) {
      for (const prefix of ['', '/phone']) {
        const reply = await send(form(`${prefix}${route}`, fieldsOf[route], others[name]?.(route)));
        expect([reply.status, reply.body]).toEqual([403, '']);
      }
    }
    expect(rig.changes).toEqual([]);
  });

  it('is refused before its signature is looked at when it is not the form it should be', async () => {
    const good = signed('/twiml');
    const signature = sign(urlOf('/twiml'), fieldsOf['/twiml']);
    const type: [string, string] = ['Content-Type', 'application/x-www-form-urlencoded'];
    const attempts: [string, number | readonly (number | 'reset')[], RawRequest][] = [
      ['two Hosts', 400, { ...good, headers: headersWith(['Host', 'demo.example'], ['Host', 'demo.example']) }],
      ['two signatures', 400, { ...good, headers: headersWith(['X-Twilio-Signature', signature]) }],
      ['two types', 400, { ...good, headers: headersWith(type) }],
      [
        '41 headers',
        400,
        { ...good, headers: headersWith(...Array.from({ length: 41 }, (_, n): [string, string] => [`X-${n}`, 'x'])) },
      ],
      [
        'TE and CL',
        400,
        { ...good, headers: headersWith(['Transfer-Encoding', 'chunked'], ['Content-Length', '5']), body: '0\r\n\r\n' },
      ],
      ['a great header', 431, { ...good, headers: headersWith(['X-Long', 'x'.repeat(9000)]) }],
      [
        'JSON',
        415,
        {
          ...good,
          headers: [
            ['Content-Type', 'application/json'],
            ['X-Twilio-Signature', signature],
          ],
        },
      ],
      ['no type', 415, { ...good, headers: [['X-Twilio-Signature', signature]] }],
      [
        'a multipart form',
        415,
        {
          ...good,
          headers: [
            ['Content-Type', 'multipart/form-data; boundary=x'],
            ['X-Twilio-Signature', signature],
          ],
        },
      ],
      [
        'another charset',
        415,
        {
          ...good,
          headers: [
            ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-16'],
            ['X-Twilio-Signature', signature],
          ],
        },
      ],
      ['a doubled field', 400, { ...good, body: `From=%2B666&${good.body ?? ''}` }],
      ['a field doubled at the end', 400, { ...good, body: `${good.body ?? ''}&From=%2B12125550187` }],
      ['__proto__', 403, { ...good, body: `${good.body ?? ''}&__proto__=x` }],
      [
        'a declared long body',
        [413, 'reset'],
        { ...good, headers: headersWith(['Content-Length', '131073']), body: 'a' },
      ],
      [
        'a chunked long body',
        [413, 'reset'],
        {
          ...good,
          headers: headersWith(['Transfer-Encoding', 'chunked']),
          body: `${(140_000).toString(16)}\r\n${'a'.repeat(140_000)}\r\n0\r\n\r\n`,
        },
      ],
      ['a body that is not the signed one', 403, { ...good, body: 'From=1' }],
      ['no body', 403, { ...good, body: '' }],
    ];
    const oldBytes = bytesOf(good).replace('HTTP/1.1', 'HTTP/1.0').replace('Host: demo.example\r\n', '');
    expect(await exchangeBytes(rig.listener.port, oldBytes)).toMatchObject({ status: 400, body: '' });
    const seen: string[] = [];
    for (const [name, expected, request] of attempts) {
      const reply = await send(request);
      const isExpected = typeof expected === 'number' ? reply.status === expected : expected.includes(reply.status);
      if (!isExpected || reply.body !== '') seen.push(`${name}: ${reply.status} ${reply.body}`);
    }
    expect(seen).toEqual([]);
    expect(rig.changes).toEqual([]);
  });

  it('cut elsewhere is refused though its signature is good', async () => {
    const { From: from, To: to, ...rest } = ringing(1);
    for (const fields of [
      { ...rest, From: `${from ?? ''}To${to ?? ''}` },
      { ...rest, To: to ?? '', Fro: `m${from ?? ''}` },
    ]) {
      const signature = sign(urlOf('/twiml'), ringing(1));
      expect(sign(urlOf('/twiml'), fields)).toBe(signature);
      expect((await send(form('/twiml', fields, signature))).status).toBe(400);
    }
    const other = { ...ringing(1), AccountSid: ACCOUNT.replace('0', '1') };
    expect((await send(form('/twiml', other, sign(urlOf('/twiml'), other)))).status).toBe(403);
    expect(rig.changes).toEqual([]);
  });
});

describe('every other request', () => {
  it('finds nothing, however it is written', async () => {
    const paths = [
      '/',
      '//twiml',
      '/twiml/',
      '/TWIML',
      '/twiml?a=1',
      '/twiml%00',
      '/%74wiml',
      '/twiml/..',
      '/phone',
      '/phone//twiml',
      '/call',
      '/call/x',
      '/logs',
      '/public-url',
      '/rpc',
      '/assets/index.js',
      '/index.html',
      '/../twiml',
      '*',
      'http://127.0.0.1/twiml',
      '/healthz/x',
      '/%',
      '/%zz',
      '/phone/phone/twiml',
    ];
    const seen: string[] = [];
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const reply = await send({ ...signed('/twiml'), method, path });
        if (reply.status !== 404 || reply.body !== '') seen.push(`${method} ${path}: ${reply.status} ${reply.body}`);
      }
    }
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY']) {
      for (const route of ROUTES) {
        const { body: _none, ...request } = signed(route);
        const reply = await send({ ...request, method });
        const isRefused = reply.status === 404 || (reply.status === 400 && method === 'QUERY');
        if (!isRefused || reply.body !== '') seen.push(`${method} ${route}: ${reply.status} ${reply.body}`);
      }
    }
    expect((await send({ method: 'HEAD', path: '/healthz' })).status).toBe(404);
    expect((await send({ method: 'POST', path: '/healthz' })).status).toBe(404);
    expect((await send({ method: 'CONNECT', path: 'demo.example:443' })).status).toBe('reset');
    expect(seen).toEqual([]);
    expect(rig.changes).toEqual([]);
  });

  it('learns nothing of the server, and nothing it said is logged', async () => {
    const reply = await send({ path: '/canary-in-path', headers: [['User-Agent', 'canary-agent']] });
    expect(reply.head).not.toMatch(/^server:|x-powered-by|fastify/im);
    await send(form('/twiml', ringing(1), 'canary-signature'));
    await exchangeBytes(rig.listener.port, 'canary nonsense\r\n\r\n');
    expect(rig.logged.join()).not.toMatch(/canary|\+1212|demo\.example/);
    expect(rig.logged.join()).not.toContain(TOKEN);
  });

  it('writes a line of the log now and then, not one each', async () => {
    for (let n = 0; n < 40; n++) await send({ path: '/nothing' });
    expect(rig.logged).toEqual(['public-refused {"reason":"route","count":1}']);
  });
});

describe('bytes', () => {
  it('of any kind change nothing, and the listener goes on', async () => {
    const forged = [
      form('/twiml', ringing(1), sign('https://evil.example/twiml')),
      upgrade(`/call/${'A'.repeat(43)}`, 'x'),
    ];
    const texts = forged.map((request) => bytesOf(request));
    const change = fc.tuple(fc.nat(700), fc.nat(255), fc.constantFrom('set', 'cut', 'insert'));
    const mutated = fc.tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(fc.array(mutated, { minLength: 20, maxLength: 20 }), async (requests) => {
        const replies = requests.map(([text, changes]) => {
          let bytes = Buffer.from(text);
          for (const [place, value, how] of changes) {
            const at = place % bytes.length;
            const middle = how === 'cut' ? [] : [Buffer.from([value])];
            bytes = Buffer.concat([bytes.subarray(0, at), ...middle, bytes.subarray(how === 'insert' ? at : at + 1)]);
          }
          return exchangeBytes(rig.listener.port, bytes.toString('latin1'), (socket) => socket.end());
        });
        for (const { status } of await Promise.all(replies)) expect([200, 204, 101]).not.toContain(status);
      }),
      { numRuns: 60 },
    );
    expect(rig.changes).toEqual([]);
    expect((await send(signed('/twiml'))).status).toBe(200);
  });
});

describe('without keys', () => {
  it.each([
    ['', ''],
    [' ', ' '],
    ['no keys', undefined],
  ])('answers 503 to whatever is signed with “%s”', async (_name, token) => {
    rig.keys = token === undefined ? undefined : { accountSid: ACCOUNT, authToken: token };
    for (const route of ROUTES) {
      for (const key of ['', ' ', TOKEN]) {
        const reply = await send(form(route, fieldsOf[route], sign(urlOf(route), fieldsOf[route], key)));
        expect([reply.status, reply.body]).toEqual([503, '']);
      }
    }
    expect((await send({ method: 'GET', path: '/healthz' })).status).toBe(503);
    expect(rig.changes).toEqual([]);
  });

  it('or without a public base, answers 503', async () => {
    rig.base = undefined;
    expect((await send(signed('/twiml'))).status).toBe(503);
    expect(rig.changes).toEqual([]);
    rig.base = BASE;
    expect((await send(signed('/twiml'))).status).toBe(200);
  });
});

describe('GET /healthz', () => {
  it('tells the nonces the app gave out, and nothing else, for a minute', async () => {
    const time = new ManualClock();
    const own = await openListener({
      wallMs: () => 0,
      nowMs: () => time.nowMs(),
      after: systemClock.after.bind(systemClock),
    });
    const ask = () => exchangeBytes(own.listener.port, bytesOf({ method: 'GET', path: '/phone/healthz' }));
    expect(await ask()).toMatchObject({ status: 204, body: '' });
    const first = own.listener.offerNonce();
    const second = own.listener.offerNonce();
    const reply = await ask();
    expect(reply.body.split('\n')).toEqual([first, second]);
    expect(reply.head).toMatch(/cache-control: no-store/i);
    for (let n = 0; n < 20; n++) own.listener.offerNonce();
    expect((await ask()).body.split('\n').length).toBe(8);
    time.advance(60_000);
    expect(await ask()).toMatchObject({ status: 204, body: '' });
    await own.listener.close();
  });
});
