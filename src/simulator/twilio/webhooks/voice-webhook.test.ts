import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../clock';
import type { ProductReply } from '../product.fixture';
import { connectTo, startRig, type Rig, type RigOptions } from '../twilio-simulator.fixture';

const APOLOGY = 'We are sorry, an application error has occurred. Goodbye.';
const HELLO = '<Response><Say>Hello</Say></Response>';

let rig: Rig | undefined;
let extra: Server | undefined;

afterEach(async () => {
  await rig?.close();
  extra?.close();
  rig = undefined;
  extra = undefined;
});

async function answering(reply: (path: string) => ProductReply, options: RigOptions = {}): Promise<Rig> {
  rig = await startRig({ reply: ({ path }) => reply(path.split('?')[0] ?? ''), ...options });
  return rig;
}

function http(status: number, headers: Record<string, string>, body = ''): ProductReply {
  return { status, headers, body };
}

describe('the voice webhook', () => {
  it('carries what Twilio sends, signed as Twilio signs', async () => {
    const { product, simulator, dial } = await answering(() => HELLO);
    const call = dial({ callerName: 'A & B' });
    await call.ended;
    const [voice, status] = product.webhooks;
    expect(voice).toMatchObject({ method: 'POST', path: '/voice', isSigned: true });
    expect(voice?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' });
    expect(voice?.params).toMatchObject({
      AccountSid: simulator.account.sid,
      ApiVersion: '2010-04-01',
      CallSid: call.sid,
      CallStatus: 'ringing',
      Called: '+14155550134',
      Caller: '+12125550187',
      CallerName: 'A & B',
      Direction: 'inbound',
      From: '+12125550187',
      FromCity: '',
      FromCountry: 'US',
      StirVerstat: 'TN-Validation-Passed-A',
      To: '+14155550134',
    });
    expect(Object.keys(voice?.params ?? {})).toHaveLength(28);
    expect(status).toMatchObject({ method: 'POST', path: '/status', isSigned: true });
    expect(status?.params).toMatchObject({
      CallSid: call.sid,
      CallStatus: 'completed',
      CallDuration: '1',
      Duration: '1',
      CallbackSource: 'call-progress-events',
      SequenceNumber: '0',
    });
    expect(status?.params['Timestamp']).toMatch(/^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000$/);
  });

  it('goes through a tunnel as the public host and is signed over the public address', async () => {
    const publicBase = 'https://demo.ngrok-free.app';
    const { product, simulator, dial } = await answering((path) => (path === '/voice' ? HELLO : '<Response/>'), {
      publicBase,
      voiceUrl: () => `${publicBase}/voice?line=7`,
    });
    simulator.addresses.map(publicBase, product.url);
    const call = dial();
    await call.ended;
    expect(product.webhooks[0]).toMatchObject({ path: '/voice?line=7', isSigned: true });
    expect(product.webhooks[0]?.headers).toMatchObject({
      host: 'demo.ngrok-free.app',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'demo.ngrok-free.app',
    });
  });

  it('asks a GET URL with the parameters in the signed query', async () => {
    const { product, simulator, dial } = await answering(() => HELLO);
    const number = simulator.numbers.get('+14155550134');
    if (number) number.voice_method = 'GET';
    await dial().ended;
    expect(product.webhooks[0]).toMatchObject({ method: 'GET', params: {}, isSigned: true });
    expect(product.webhooks[0]?.path).toContain('CallStatus=ringing');
  });

  it.each(['wrong', 'omitted'] as const)('can be signed %s', async (webhookSignature) => {
    const { product, dial } = await answering(() => HELLO);
    const ended = await dial({ webhookSignature }).ended;
    expect(product.webhooks.map(({ isSigned }) => isSigned)).toEqual([false, false]);
    expect(ended.webhooks[0]?.signature).toBe(webhookSignature);
  });

  it.each<[string, ProductReply, number]>([
    ['an error status', http(500, { 'Content-Type': 'text/xml' }, HELLO), 11200],
    ['no content type', http(200, {}, HELLO), 11200],
    ['a content type that is none', http(200, { 'Content-Type': 'application/json' }, '{}'), 12300],
    ['broken XML', '<Response><Say>a & b</Say></Response>', 12100],
    ['nothing', http(204, { 'Content-Type': 'text/xml' }), 12100],
    ['too much', `<Response><Say>${'x'.repeat(70_000)}</Say></Response>`, 11750],
    ['redirects without end', http(302, { Location: '/voice' }), 11215],
    ['a redirect to nowhere', http(302, { Location: 'https://example.com/' }), 11210],
  ])('apologises to the caller for %s', async (_, reply, code) => {
    const { dial } = await answering((path) => (path === '/voice' ? reply : '<Response/>'));
    const ended = await dial().ended;
    expect(ended).toMatchObject({ codes: [code], spoken: [APOLOGY], status: 'completed' });
  });

  it('turns to the fallback URL, which is told what went wrong', async () => {
    const { product, dial } = await answering((path) => (path === '/fallback' ? HELLO : http(502, {})), {
      fallbackUrl: (url) => `${url}/fallback`,
    });
    const ended = await dial().ended;
    expect(ended).toMatchObject({ codes: [11200, 11200], spoken: ['Hello'] });
    expect(ended.webhooks.map(({ kind }) => kind)).toEqual(['voice', 'fallback', 'call-status']);
    expect(product.webhooks[1]).toMatchObject({
      isSigned: true,
      params: { ErrorCode: '11200', ErrorUrl: `${product.url}/voice` },
    });
  });

  it('follows redirects and signs each hop anew', async () => {
    const { product, dial } = await answering((path) => {
      if (path === '/voice') return http(307, { Location: '/second' });
      return path === '/second' ? http(302, { Location: '/third' }) : HELLO;
    });
    const ended = await dial().ended;
    expect(ended.spoken).toEqual(['Hello']);
    const seen = product.webhooks.map(({ method, path, isSigned }) => `${method} ${path.slice(0, 7)} ${isSigned}`);
    expect(seen).toEqual(['POST /voice true', 'POST /second true', 'GET /third? true', 'POST /status true']);
  });

  it('waits no longer than the fragment of the URL says', async () => {
    const { product, dial } = await answering((path) => (path === '/voice' ? undefined : '<Response/>'), {
      voiceUrl: (url) => `${url}/voice#rt=150`,
    });
    const ended = await dial().ended;
    expect(ended).toMatchObject({ codes: [11200], spoken: [APOLOGY] });
    expect(ended.webhooks[0]?.tookMs).toBeGreaterThanOrEqual(149);
    expect(product.webhooks[0]).toMatchObject({ path: '/voice', isSigned: true });
  });

  it('tries again as often as the fragment says, for the failures it names', async () => {
    const { product, dial } = await answering((path) => (path === '/voice' ? http(503, {}) : '<Response/>'), {
      voiceUrl: (url) => `${url}/voice#rc=3&rp=5xx`,
    });
    await dial().ended;
    expect(product.webhooks.filter(({ path }) => path === '/voice')).toHaveLength(4);
  });

  it('tries a refused connection once more, then gives up with 11205', async () => {
    extra = createServer();
    extra.listen(0, '127.0.0.1');
    await once(extra, 'listening');
    const { port } = extra.address() as AddressInfo;
    extra.close();
    let connections = 0;
    const counting: Clock = {
      nowMs: systemClock.nowMs,
      after: (delayMs, run) => {
        if (delayMs > 4_000 && delayMs <= 5_000) connections += 1;
        return systemClock.after(delayMs, run);
      },
    };
    const { dial, simulator } = await answering(() => HELLO, {
      voiceUrl: () => `http://127.0.0.1:${port}/voice`,
      simulator: { clock: counting, numbers: [{ phoneNumber: '+14155550134' }] },
    });
    const number = simulator.numbers.get('+14155550134');
    if (number) number.status_callback = '';
    expect((await dial().ended).codes).toEqual([11205]);
    expect(connections).toBe(2);
  });

  it('calls an answer that is no HTTP 11206', async () => {
    extra = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end('hello\r\n\r\n');
    });
    extra.listen(0, '127.0.0.1');
    await once(extra, 'listening');
    const { port } = extra.address() as AddressInfo;
    const { dial } = await answering(() => HELLO, { voiceUrl: () => `http://127.0.0.1:${port}/voice` });
    expect((await dial().ended).codes).toEqual([11206]);
  });

  it.each([
    ['trunk_sid', `TK${'1'.repeat(32)}`],
    ['voice_application_sid', `AP${'1'.repeat(32)}`],
  ] as const)('is not sent when %s is set', async (field, sid) => {
    const { product, simulator, dial } = await answering(() => HELLO);
    const number = simulator.numbers.get('+14155550134');
    if (number) Object.assign(number, { [field]: sid });
    expect(await dial().ended).toMatchObject({ status: 'no-answer', verbs: [] });
    expect(product.webhooks.map(({ path }) => path)).toEqual(['/status']);
  });

  it('complains with 15003 of a status callback that is answered with a page', async () => {
    const { dial } = await answering((path) =>
      path === '/voice' ? HELLO : http(200, { 'Content-Type': 'text/html' }, '<p>thanks</p>'),
    );
    expect((await dial().ended).codes).toEqual([15003]);
  });

  it('lets a caller hang up while the product still thinks', async () => {
    const { product, dial } = await answering((path) => (path === '/voice' ? undefined : '<Response/>'), {
      voiceUrl: (url) => `${url}/voice#rt=300`,
    });
    const call = dial();
    await product.untilWebhook('/voice');
    call.hangUp();
    expect(await call.ended).toMatchObject({ status: 'no-answer', endedBy: 'caller', spoken: [], codes: [] });
  });
});

describe('TwiML', () => {
  it('runs from top to bottom, over redirects, and counts the time it does not wait', async () => {
    const { product, dial } = await answering((path) => {
      if (path === '/voice') return '<Response><Say>One</Say><Pause length="90"/><Redirect>next</Redirect></Response>';
      if (path === '/next') return '<Response><Say>Two</Say><Hangup/><Say>Three</Say></Response>';
      return '<Response/>';
    });
    const ended = await dial().ended;
    expect(ended.spoken).toEqual(['One', 'Two']);
    expect(ended.verbs.map(({ verb }) => verb)).toEqual(['Say', 'Pause', 'Redirect', 'Say', 'Hangup']);
    expect(product.webhooks[1]?.params['CallStatus']).toBe('in-progress');
    expect(Number(product.webhooks[2]?.params['CallDuration'])).toBeGreaterThanOrEqual(91);
    expect(product.webhooks[2]?.params['Duration']).toBe('2');
  });

  it('rejects a call without answering it', async () => {
    const { dial } = await answering(() => '<Response><Reject reason="busy"/></Response>');
    expect(await dial().ended).toMatchObject({ status: 'busy', spoken: [] });
  });

  it('reports to the action of a dial how that went', async () => {
    const { product, dial } = await answering(
      (path) => {
        if (path !== '/voice') return HELLO;
        return '<Response><Dial action="/after"><Number>+15551230000</Number></Dial><Say>Never</Say></Response>';
      },
      { simulator: { numbers: [{ phoneNumber: '+14155550134' }], called: () => ({ then: 'is-busy' }) } },
    );
    const ended = await dial().ended;
    expect(ended.spoken).toEqual(['Hello']);
    expect(product.webhooks[1]).toMatchObject({ path: '/after', params: { DialCallStatus: 'busy' } });
  });

  it('ends a document that redirects to itself for ever', async () => {
    const { dial } = await answering((path) =>
      path === '/voice' ? '<Response><Redirect>/voice</Redirect></Response>' : '<Response/>',
    );
    expect((await dial().ended).spoken).toEqual([APOLOGY]);
  });

  it('reads plain text aloud', async () => {
    const { dial } = await answering(() => http(200, { 'Content-Type': 'text/plain' }, 'Not found'));
    expect((await dial().ended).spoken).toEqual(['Not found']);
  });

  it('gives stream parameters on, but for one that is too long', async () => {
    rig = await startRig({
      reply: (webhook) => {
        const long = `<Parameter name="long" value="${'x'.repeat(500)}"/>`;
        const twiml = connectTo(webhook, '/media').replace(
          '/></Connect>',
          `><Parameter name="t" value="&lt;1&gt;"/>${long}</Stream></Connect>`,
        );
        return webhook.path === '/voice' ? twiml : '<Response/>';
      },
    });
    const call = rig.dial();
    await call.untilStreaming();
    const start = await rig.product.streams[0]?.until(({ event }) => event === 'start');
    expect(start).toMatchObject({ start: { customParameters: { t: '<1>' } } });
    expect(call.violations()).toMatchObject([{ violation: 'parameter-too-long' }]);
  });
});
