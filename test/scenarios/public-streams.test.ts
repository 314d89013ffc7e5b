import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ManualClock, systemClock } from '../../src/simulator/clock';
import type { Clock } from '../../src/main/ports/ports';
import {
  ACCOUNT,
  bytesOf,
  callSid,
  exchangeBytes,
  form,
  openListener,
  ringing,
  sign,
  upgrade,
  type PublicRig,
} from './public-wiring.fixture';

const clock: Clock = { wallMs: () => Date.now(), ...systemClock };
const rigs: PublicRig[] = [];

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.listener.close();
});

async function open(...[time = clock, limits]: Partial<Parameters<typeof openListener>>): Promise<PublicRig> {
  const rig = await openListener(time, limits);
  rigs.push(rig);
  return rig;
}

/** Rings call `n` and returns the path of its stream. */
async function ring(rig: PublicRig, n: number): Promise<string> {
  const fields = ringing(n);
  const request = form('/twiml', fields, sign('https://demo.example/phone/twiml', fields));
  const { body } = await exchangeBytes(rig.listener.port, bytesOf(request));
  return /wss:\/\/demo\.example\/phone(\/call\/[A-Za-z0-9_-]{43})"/.exec(body)?.[1] ?? expect.fail(body);
}

const signatureOf = (path: string) => sign(`wss://demo.example/phone${path}`);

function dial(rig: PublicRig, path: string, signature = signatureOf(path)): WebSocket {
  const headers = { 'X-Twilio-Signature': signature };
  const socket = new WebSocket(`ws://127.0.0.1:${rig.listener.port}${path}`, { headers, perMessageDeflate: false });
  socket.on('error', () => undefined);
  return socket;
}

const opened = (socket: WebSocket) => new Promise((resolve) => socket.once('open', resolve));

/** Rings call `n` and opens its stream. */
async function call(rig: PublicRig, n: number): Promise<WebSocket> {
  const socket = dial(rig, await ring(rig, n));
  await opened(socket);
  return socket;
}

const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));
const refusedUpgrade = (rig: PublicRig, path: string, signature: string | undefined) =>
  exchangeBytes(rig.listener.port, bytesOf(upgrade(path, signature)));

function start(n: number, change: object = {}): string {
  const streamSid = `MZ${n.toString(16).padStart(32, '0')}`;
  const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 };
  const facts = { accountSid: ACCOUNT, streamSid, callSid: callSid(n), tracks: ['inbound'], mediaFormat, ...change };
  return JSON.stringify({ event: 'start', sequenceNumber: '1', streamSid, start: { ...facts, customParameters: {} } });
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

describe('the upgrade', () => {
  it('lets the stream of a ringing call in, with the prefix or without it', async () => {
    const rig = await open();
    const first = await call(rig, 1);
    const path = await ring(rig, 2);
    const second = dial(rig, `/phone${path}`, signatureOf(path));
    await opened(second);
    first.send(start(1));
    second.send(start(2));
    await until(() => rig.legs.length === 2);
    expect(rig.changes).toContain('attached call-1');
    expect(rig.changes).toContain('attached call-2');
  });

  it('is refused before it is answered without the right token', async () => {
    const rig = await open();
    const path = await ring(rig, 1);
    const guess = `/call/${'A'.repeat(43)}`;
    const seen: unknown[] = [];
    const attempts: [string, string | undefined, number][] = [
      [guess, signatureOf(guess), 401],
      [guess, undefined, 401],
      [path, undefined, 403],
      [path, sign(`wss://demo.example/phone${path}`, {}, ''), 403],
      [path, sign(`wss://evil.example/phone${path}`), 403],
      [path, signatureOf(guess), 403],
      [`${path}?x=1`, signatureOf(path), 404],
      ['/call/', signatureOf('/call/'), 404],
      ['/call/short', signatureOf('/call/short'), 404],
      ['/twiml', signatureOf('/twiml'), 404],
      ['/healthz', undefined, 404],
      ['/', undefined, 404],
    ];
    for (const [at, signature, status] of attempts) {
      const reply = await refusedUpgrade(rig, at, signature);
      if (reply.status !== status || reply.body !== '') seen.push([at, reply]);
    }
    expect(seen).toEqual([]);
    const twoHosts = upgrade(path, signatureOf(path));
    const headers = [...(twoHosts.headers ?? []), ['Host', 'a'], ['Host', 'b']] as const;
    expect((await exchangeBytes(rig.listener.port, bytesOf({ ...twoHosts, headers }))).status).toBe(400);
    expect((await exchangeBytes(rig.listener.port, bytesOf({ ...twoHosts, method: 'POST' }))).status).toBe(404);
    rig.keys = { accountSid: ACCOUNT, authToken: '' };
    expect((await refusedUpgrade(rig, path, sign(`wss://demo.example/phone${path}`, {}, ''))).status).toBe(503);
    expect(rig.changes).toEqual([`rang ${callSid(1)}`]);
  });

  it('works once', async () => {
    const rig = await open();
    const path = await ring(rig, 1);
    await opened(dial(rig, path));
    for (let again = 0; again < 20; again++) {
      expect((await refusedUpgrade(rig, path, signatureOf(path))).status).toBe(401);
    }
    expect(rig.changes).toEqual([`rang ${callSid(1)}`]);
  });

  it('works for 60 s, and not once the call is over', async () => {
    const time = new ManualClock();
    const manual = { wallMs: () => 0, nowMs: () => time.nowMs(), after: systemClock.after.bind(systemClock) };
    const rig = await open(manual);
    const late = await ring(rig, 1);
    time.advance(60_000);
    expect((await refusedUpgrade(rig, late, signatureOf(late))).status).toBe(401);
    const over = await ring(rig, 2);
    const done = { ...ringing(2), CallStatus: 'completed' };
    await exchangeBytes(
      rig.listener.port,
      bytesOf(form('/status', done, sign('https://demo.example/phone/status', done))),
    );
    expect((await refusedUpgrade(rig, over, signatureOf(over))).status).toBe(401);
  });

  it('with a good token starts no other call', async () => {
    const rig = await open();
    const socket = await call(rig, 1);
    socket.send(start(2));
    expect(await closed(socket)).toBe(1008);
    expect(rig.changes).toEqual([`rang ${callSid(1)}`]);
  });

  it('that is no WebSocket handshake is refused without a word', async () => {
    const rig = await open();
    const path = await ring(rig, 1);
    const headers: [string, string][] = [
      ['Connection', 'Upgrade'],
      ['Upgrade', 'h2c'],
      ['X-Twilio-Signature', signatureOf(path)],
    ];
    const reply = await exchangeBytes(rig.listener.port, bytesOf({ method: 'GET', path, headers }));
    expect([reply.status, reply.body]).toEqual([400, '']);
  });
});

describe('a hostile peer', () => {
  it('that resets at any point leaves nothing behind', async () => {
    const rig = await open();
    const faults: unknown[] = [];
    const note = (error: unknown) => void faults.push(error);
    process.on('uncaughtException', note);
    const path = `/call/${'A'.repeat(43)}`;
    const refused = bytesOf(upgrade(path, signatureOf(path)));
    const posted = bytesOf(form('/twiml', ringing(1), 'x'));
    const cuts: (() => Promise<void>)[] = [];
    const cut = (bytes: string, hasWait: boolean) => () =>
      new Promise<void>((resolve) => {
        const socket: Socket = connect(rig.listener.port, '127.0.0.1', () => {
          socket.write(bytes, () =>
            hasWait ? setImmediate(() => socket.resetAndDestroy()) : socket.resetAndDestroy(),
          );
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
      });
    for (let n = 0; n < 60; n++) {
      const genuine = await ring(rig, n + 10);
      for (const bytes of [refused, posted, bytesOf(upgrade(genuine, signatureOf(genuine)))]) {
        const share = bytes.slice(0, Math.ceil((bytes.length * (n + 1)) / 60));
        cuts.push(cut(share, n % 2 === 0));
      }
    }
    await Promise.all(cuts.map((run) => run()));
    await call(rig, 1);
    await rig.listener.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('uncaughtException', note);
    expect(faults).toEqual([]);
  });

  it('costs only its own socket with a frame that no WebSocket may send', async () => {
    const rig = await open();
    const good = await call(rig, 1);
    const bad = await call(rig, 2);
    good.send(start(1));
    bad.send(start(2));
    await until(() => rig.legs.length === 2);
    const raw = Reflect.get(bad, '_socket') as Socket;
    raw.write(Buffer.from([0xf1, 0x80, 0, 0, 0, 0]));
    await closed(bad);
    await until(() => rig.changes.includes('closed call-2 lost'));
    const heard = new Promise((resolve) => good.once('message', (data) => resolve((data as Buffer).toString())));
    for (const leg of rig.legs) leg.sendMark('still here');
    expect(await heard).toContain('still here');
  });

  it('gets no compression, which would let small frames grow', async () => {
    const rig = await open();
    const path = await ring(rig, 1);
    const asked = upgrade(path, signatureOf(path));
    const headers = [...(asked.headers ?? []), ['Sec-WebSocket-Extensions', 'permessage-deflate'] as const];
    const answer = await exchangeBytes(rig.listener.port, bytesOf({ ...asked, headers }), (socket) => {
      socket.once('data', () => socket.destroy());
    });
    expect(answer.status).toBe(101);
    expect(answer.head).not.toMatch(/extensions/i);
  });

  it('sends no message in more than 16 pieces', async () => {
    const rig = await open();
    const socket = await call(rig, 1);
    for (let piece = 0; piece < 17; piece++) socket.send('x', { fin: false });
    expect(await closed(socket)).toBe(1008);
  });

  it('sends no frame of more than 64 KiB', async () => {
    const rig = await open();
    const socket = await call(rig, 1);
    socket.send('x'.repeat(65_537));
    expect(await closed(socket)).toBe(1009);
  });

  it('that dribbles is shown out in favour of those who do not', async () => {
    const rig = await open();
    const partial = bytesOf(
      form('/twiml', ringing(1), 'x', {
        headers: [
          ['Content-Type', 'application/x-www-form-urlencoded'],
          ['Content-Length', '500'],
        ],
      }),
    );
    const slow = Array.from({ length: 40 }, () => exchangeBytes(rig.listener.port, partial));
    const genuine = await ring(rig, 2);
    expect(genuine).toMatch(/^\/call\//);
    const replies = await Promise.all(slow);
    const count = (status: number) => replies.filter((reply) => reply.status === status).length;
    expect(count(503)).toBeGreaterThanOrEqual(24);
    expect(count(503) + count(408)).toBe(40);
  });

  it('that says nothing, or half a header, is cut off in seconds', async () => {
    const rig = await open();
    const replies = await Promise.all(
      ['', 'POST /twiml HTTP/1.1\r\nHost: x\r\n'].map((bytes) => exchangeBytes(rig.listener.port, bytes)),
    );
    for (const reply of replies) expect([408, 'reset']).toContain(reply.status);
  });
});

describe('limits', () => {
  it('keep room for genuine calls, however many connections say nothing', async () => {
    const rig = await open();
    const live = await call(rig, 1);
    live.send(start(1));
    const idle = Array.from({ length: 900 }, () => {
      const socket = connect(rig.listener.port, '127.0.0.1');
      socket.on('error', () => undefined);
      return socket;
    });
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    await opened(dial(rig, await ring(rig, 2)));
    expect(live.readyState).toBe(WebSocket.OPEN);
    expect(rig.changes).toContain('attached call-1');
    for (const socket of idle) socket.destroy();
  });

  it('refuse streams beyond the most there may be', async () => {
    const rig = await open(clock, { maxStreams: 2 });
    const sockets = [await call(rig, 1), await call(rig, 2)];
    const path = await ring(rig, 3);
    expect((await refusedUpgrade(rig, path, signatureOf(path))).status).toBe(503);
    sockets[0]?.terminate();
    let last: number | 'reset' = 503;
    while (last === 503) {
      const reply = await exchangeBytes(rig.listener.port, bytesOf(upgrade(path, signatureOf(path))), (socket) => {
        socket.once('data', () => socket.destroy());
      });
      last = reply.status;
    }
    expect(last).toBe(101);
  });

  it('show out the stream that has waited longest to start, never one that started', async () => {
    const rig = await open(clock, { maxUnstartedStreams: 2 });
    const started = await call(rig, 1);
    started.send(start(1));
    await until(() => rig.legs.length === 1);
    const waiting: WebSocket[] = [];
    for (const n of [2, 3]) {
      waiting.push(await call(rig, n));
    }
    const [oldest] = waiting;
    const gone = oldest ? closed(oldest) : expect.fail();
    await call(rig, 4);
    expect(await gone).toBe(1006);
    expect(started.readyState).toBe(WebSocket.OPEN);
    expect(waiting[1]?.readyState).toBe(WebSocket.OPEN);
  });
});

describe('the port', () => {
  it('is open to this machine only', async () => {
    const rig = await open();
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const others = own
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
      .map((one) => one.address);
    for (const address of [...others, '::1']) {
      const socket = connect(rig.listener.port, address);
      const outcome = await new Promise((resolve) => {
        socket.once('connect', () => resolve('reached'));
        socket.once('error', () => resolve('not there'));
      });
      socket.destroy();
      expect([address, outcome]).toEqual([address, 'not there']);
    }
  });
});

describe('closing', () => {
  it('ends streams normally, and cuts off who does not go, within 2 s', async () => {
    const time = new ManualClock();
    const rig = await open({ wallMs: () => 0, nowMs: () => time.nowMs(), after: time.after.bind(time) });
    const polite = await call(rig, 1);
    const deaf = await call(rig, 2);
    polite.send(start(1));
    deaf.send(start(2));
    await until(() => rig.legs.length === 2);
    deaf.pause();
    const idle = connect(rig.listener.port, '127.0.0.1');
    idle.on('error', () => undefined);
    const cutOff = new Promise((resolve) => idle.once('close', resolve));
    const goodbye = closed(polite);
    const closing = Promise.all([rig.listener.close(), rig.listener.close()]);
    expect(await goodbye).toBe(1000);
    await cutOff;
    expect(rig.changes).not.toContain('closed call-2 lost');
    time.advance(2000);
    // Cutting off takes a few turns of the loop; the WebSocket library would give the unresponsive client 30 s.
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(rig.changes).toContain('closed call-2 lost');
    await closing;
    expect(rig.changes.slice(-2).sort()).toEqual(['closed call-1 lost', 'closed call-2 lost']);
    expect((await exchangeBytes(rig.listener.port, 'GET / HTTP/1.1\r\n\r\n')).status).toBe('reset');
  });

  it('refuses a port that is taken', async () => {
    const rig = await open();
    const { startPublicListener } = await import('../../src/main/server/public/public-listener');
    const parts = { publicBase: () => undefined, secrets: { openAiKey: () => undefined, twilio: () => undefined } };
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const webhooks = { answer: () => ({ status: 204 }) as const, admit: () => expect.fail() };
    await expect(startPublicListener({ ...parts, log, webhooks, clock, port: rig.listener.port })).rejects.toThrow(
      'EADDRINUSE',
    );
  });
});
