import { once } from 'node:events';
import twilio from 'twilio';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReceivedWebhook } from '../product.fixture';
import { connectTo, firstStream, startRig, type Rig, type RigOptions } from '../twilio-simulator.fixture';

let rig: Rig | undefined;

afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

const AFTER = '<Say>We lost the assistant.</Say><Hangup/>';

function withCallback(webhook: ReceivedWebhook, after: string): string {
  const callback = `statusCallback="http://${webhook.headers.host}/stream" name="main"`;
  return connectTo(webhook, '/media', after).replace('<Stream ', `<Stream ${callback} `);
}

async function streaming(options: RigOptions = {}): Promise<Rig> {
  rig = await startRig({
    reply: (webhook) => (webhook.path === '/voice' ? withCallback(webhook, AFTER) : '<Response/>'),
    ...options,
  });
  return rig;
}

function streamEvents({ product }: Rig): (string | undefined)[][] {
  return product.webhooks
    .filter(({ path }) => path === '/stream')
    .map(({ params }) => [params['StreamEvent'], params['StreamError']]);
}

describe('the end of a stream', () => {
  it('by the product runs the verb after it, without a stop', async () => {
    const running = await streaming();
    const call = running.dial();
    const stream = await firstStream(running, call);
    stream.socket.close(1000);
    const ended = await call.ended;
    expect(ended).toMatchObject({ spoken: ['We lost the assistant.'], codes: [], endedBy: 'twiml' });
    expect(stream.messages.some(({ event }) => event === 'stop')).toBe(false);
    expect(streamEvents(running)).toEqual([
      ['stream-started', undefined],
      ['stream-stopped', undefined],
    ]);
    const callback = running.product.webhooks.find(({ path }) => path === '/stream');
    expect(callback).toMatchObject({
      isSigned: true,
      params: { CallSid: call.sid, StreamSid: stream.streamSid(), StreamName: 'main' },
    });
    expect(callback?.params['Timestamp']).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it.each([1001, 1008, 1011])('with close code %i is an error, and the call goes on', async (code) => {
    const running = await streaming();
    const call = running.dial();
    (await firstStream(running, call)).socket.close(code);
    expect(await call.ended).toMatchObject({ spoken: ['We lost the assistant.'], codes: [31921] });
    expect(streamEvents(running).at(-1)).toEqual(['stream-error', '31921']);
  });

  it('by a dead product is a broken pipe', async () => {
    const running = await streaming();
    const call = running.dial();
    (await firstStream(running, call)).socket.terminate();
    expect(await call.ended).toMatchObject({ spoken: ['We lost the assistant.'], codes: [31903] });
  });

  it('by a reset of the network never shows the product a stop', async () => {
    const running = await streaming();
    const call = running.dial();
    const stream = await firstStream(running, call);
    const closed = new Promise((resolve) => stream.socket.on('close', resolve));
    call.dropSocket();
    expect(await closed).toBe(1006);
    expect(await call.ended).toMatchObject({ codes: [31903], spoken: ['We lost the assistant.'] });
    expect(stream.messages.some(({ event }) => event === 'stop')).toBe(false);
  });

  it('goes to the action of the verb when it has one', async () => {
    const running = await streaming({
      reply: (webhook) => {
        if (webhook.path === '/after') return '<Response><Say>Action</Say></Response>';
        const twiml = connectTo(webhook, '/media', AFTER).replace('<Connect>', '<Connect action="/after">');
        return webhook.path === '/voice' ? twiml : '<Response/>';
      },
    });
    const call = running.dial();
    (await firstStream(running, call)).socket.close(1000);
    expect((await call.ended).spoken).toEqual(['Action']);
    expect(running.product.webhooks[1]).toMatchObject({ path: '/after', isSigned: true });
  });

  it('hangs up when nothing follows', async () => {
    const running = await startRig();
    rig = running;
    const call = running.dial();
    (await firstStream(running, call)).socket.close(1000);
    expect(await call.ended).toMatchObject({ status: 'completed', spoken: [] });
  });

  it('by the caller sends stop, closes with 1000 and reports the call', async () => {
    const running = await streaming();
    const call = running.dial();
    const stream = await firstStream(running, call);
    const closed = new Promise((resolve) => stream.socket.on('close', resolve));
    const words = call.speak(Buffer.alloc(80_000));
    call.hangUp();
    const stop = await stream.until(({ event }) => event === 'stop');
    expect(stop).toEqual({
      event: 'stop',
      sequenceNumber: String(stream.messages.length - 1),
      stop: { accountSid: running.simulator.account.sid, callSid: call.sid },
      streamSid: stream.streamSid(),
    });
    expect(await closed).toBe(1000);
    expect(await call.ended).toMatchObject({ status: 'completed', endedBy: 'caller', spoken: [] });
    await expect(words).rejects.toThrow('The call is over');
    expect(running.product.webhooks.at(-1)).toMatchObject({ path: '/status', params: { CallStatus: 'completed' } });
  });

  it('may never reach the product at all', async () => {
    const running = await streaming();
    const call = running.dial();
    const stream = await firstStream(running, call);
    call.vanish();
    await call.ended;
    expect(running.product.webhooks.some(({ path }) => path === '/status')).toBe(true);
    expect(stream.socket.readyState).toBe(stream.socket.OPEN);
    expect(stream.messages.some(({ event }) => event === 'stop')).toBe(false);
  });
});

describe('an upgrade', () => {
  it('that is refused is 31920, reported, and the call goes on', async () => {
    const running = await streaming({ refuseUpgrade: 403 });
    const ended = await running.dial().ended;
    expect(ended).toMatchObject({ codes: [31920], spoken: ['We lost the assistant.'] });
    expect(streamEvents(running)).toEqual([['stream-error', '31920']]);
  });

  it.each<[string, number]>([
    ['https://demo.example/media', 31922],
    ['ws://demo.example/media', 31922],
    ['wss://demo.example/media', 31904],
    ['not a url', 31923],
    ['ws://127.0.0.1:1/media', 31902],
  ])('to %s fails with %i', async (url, code) => {
    const twiml = `<Response><Connect><Stream url="${url}"/></Connect>${AFTER}</Response>`;
    const running = await streaming({ reply: ({ path }) => (path === '/voice' ? twiml : '<Response/>') });
    expect(await running.dial().ended).toMatchObject({ codes: [code], spoken: ['We lost the assistant.'] });
  });

  it('drops a query and reports the product for it', async () => {
    const running = await startRig({
      reply: (webhook) => (webhook.path === '/voice' ? connectTo(webhook, '/media?token=1') : '<Response/>'),
    });
    rig = running;
    const call = running.dial();
    const stream = await firstStream(running, call);
    expect([stream.path, stream.isSigned]).toEqual(['/media', true]);
    expect(call.violations()).toMatchObject([{ violation: 'stream-url-has-query' }]);
  });

  it.each([
    ['right', true],
    ['wrong', false],
    ['omitted', false],
    ['trailing-slash', false],
  ] as const)('signed %s', async (streamSignature, isSigned) => {
    const running = await streaming();
    const call = running.dial({ streamSignature });
    const stream = await firstStream(running, call);
    expect(stream.isSigned).toBe(isSigned);
    if (streamSignature !== 'trailing-slash') return;
    const { host } = stream.headers;
    const signature = String(stream.headers['x-twilio-signature']);
    const { authToken } = running.simulator.account;
    expect(twilio.validateRequest(authToken, signature, `ws://${host}/media/`, {})).toBe(true);
  });

  it('goes through a tunnel with a signature over the public wss address', async () => {
    const publicBase = 'https://demo.ngrok-free.app';
    const running = await streaming({
      publicBase,
      voiceUrl: () => `${publicBase}/voice`,
      reply: ({ path }) =>
        path === '/voice'
          ? '<Response><Connect><Stream url="wss://demo.ngrok-free.app/media"/></Connect></Response>'
          : '<Response/>',
    });
    running.simulator.addresses.map(publicBase, running.product.url);
    const stream = await firstStream(running, running.dial());
    expect(stream.isSigned).toBe(true);
    expect(stream.headers).toMatchObject({ host: 'demo.ngrok-free.app', 'x-forwarded-proto': 'https' });
  });
});

describe('call control over REST', () => {
  function clientOf({ simulator }: Rig): twilio.Twilio {
    const client = twilio(simulator.account.sid, simulator.account.authToken);
    client.api.baseUrl = simulator.apiUrl;
    return client;
  }

  it('ends a call in the middle of its stream', async () => {
    const running = await streaming();
    const call = running.dial();
    const stream = await firstStream(running, call);
    const answer = await clientOf(running).calls(call.sid).update({ status: 'completed' });
    expect(answer.status).toBe('completed');
    await stream.until(({ event }) => event === 'stop');
    expect(await call.ended).toMatchObject({ status: 'completed', endedBy: 'rest', spoken: [] });
  });

  it('redirects a call: stop, new TwiML, and a second stream of the same call', async () => {
    const running = await streaming();
    const call = running.dial();
    const first = await firstStream(running, call);
    const twiml = `<Response><Say>Please hold.</Say><Connect><Stream url="ws://127.0.0.1:${running.product.port}/media"/></Connect></Response>`;
    await clientOf(running).calls(call.sid).update({ twiml });
    await first.until(({ event }) => event === 'stop');
    await call.until('there is a second stream', () => running.product.streams.length === 2);
    const second = running.product.streams[1];
    const start = await second?.until(({ event }) => event === 'start');
    expect(start).toMatchObject({ sequenceNumber: '1', start: { callSid: call.sid } });
    expect(start?.['streamSid']).not.toBe(first.streamSid());
    call.hangUp();
    expect(await call.ended).toMatchObject({ spoken: ['Please hold.'], endedBy: 'caller' });
  });

  it('keeps two calls apart', async () => {
    const running = await streaming();
    const calls = [running.dial(), running.dial()];
    await Promise.all(calls.map((call) => call.untilStreaming()));
    await Promise.all(calls.map((call, index) => call.speak(Buffer.alloc(800, index + 1))));
    // Once the pong is back, the product has read everything that was sent before.
    for (const { socket } of running.product.streams) {
      const pong = once(socket, 'pong');
      socket.ping();
      await pong;
    }
    const bytes = running.product.streams.map(({ messages }) => {
      const media = messages.filter(({ event }) => event === 'media');
      const values = media.flatMap(({ media: body }) => [
        ...Buffer.from((body as { payload: string }).payload, 'base64'),
      ]);
      return [...new Set(values.filter((byte) => byte !== 0xff))];
    });
    const streamSids = running.product.streams.map((stream) => stream.streamSid());
    const order = streamSids[0] === calls[0]?.streamSid ? [1, 2] : [2, 1];
    expect(bytes).toEqual(order.map((value) => [value]));
  });
});
