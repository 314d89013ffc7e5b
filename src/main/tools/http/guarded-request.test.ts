import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HandClock, NO_SECRETS, runWith, Servers } from '../tools.fixture';
import { createSender, type Resolve } from './guarded-request';
import { createHttpTool } from './http-tool';

/** A socket on every address of this machine that counts its connections. No request may reach it. */
let canary: Server;
let port: number;
let hits = 0;
const servers = new Servers();

beforeAll(async () => {
  canary = createServer((socket) => {
    hits += 1;
    socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret');
  });
  await once(canary.listen({ port: 0, host: '::', ipv6Only: false }), 'listening');
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => canary.close());
afterEach(() => {
  servers.closeAll();
  hits = 0;
});

/** Answers of a name server that an attacker owns. */
const names: Readonly<Record<string, readonly string[]>> = {
  'plain.example': ['127.0.0.1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'six.example': ['::1'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'metadata.example': ['169.254.169.254'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'sixtofour.example': ['2002:7f00:1::'],
  'unspecified.example': ['0.0.0.0'],
  'link.example': ['fe80::1'],
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1'],
  'a.localhost': ['127.0.0.1'],
  '127.0.0.1.nip.io': ['127.0.0.1'],
  'none.example': [],
};
let asked = 0;
const resolve: Resolve = (name, done) => {
  asked += 1;
  const isRebound = name === 'rebinding.example';
  const found = isRebound ? [asked === 1 ? '93.184.216.34' : '127.0.0.1'] : (names[name] ?? ['127.0.0.1']);
  done(
    null,
    found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  );
};

const send = createSender({ resolve });

/** Time for services that answer, and for the one outside address where nobody may answer; ms. */
const ANSWERED_MS = 60_000;
const UNANSWERED_MS = 300;

async function ask(address: string, allowsLocal = false): Promise<string> {
  asked = 0;
  const signal = AbortSignal.timeout(allowsLocal ? ANSWERED_MS : UNANSWERED_MS);
  const base = { method: 'GET', headers: {}, body: null, allowsLocal };
  try {
    const response = await send({ ...base, url: new URL(address) }, signal);
    response.on('error', () => undefined).destroy();
    return `answered ${String(response.statusCode)}`;
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  }
}

const ADDRESSES = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://127.0.0.2:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://0x7f.0.0.1:PORT/',
  'http://0x7f000001:PORT/',
  'http://2130706433:PORT/',
  'http://017700000001:PORT/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://127。0。0。1:PORT/',
  'http://0.0.0.0:PORT/',
  'http://0:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[0:0:0:0:0:ffff:7f00:0001]:PORT/',
  'http://[::7f00:1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://localhost:PORT/',
  'http://LOCALHOST:PORT/',
  'http://localhost.:PORT/',
  'http://a.localhost:PORT/',
  'http://127.0.0.1.nip.io:PORT/',
  'http://plain.example:PORT/',
  'http://mapped.example:PORT/',
  'http://six.example:PORT/',
  'http://mixed.example:PORT/',
  'http://nat64.example:PORT/',
  'http://sixtofour.example:PORT/',
  'http://unspecified.example:PORT/',
  'http://link.example:PORT/',
  'http://metadata.example/latest/meta-data/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.100.100.200/latest/meta-data/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://user:pass@plain.example:PORT/',
  'http://8.8.8.8@127.0.0.1:PORT/',
  'http://rebinding.example:PORT/',
  'https://plain.example:PORT/',
  'ftp://plain.example:PORT/',
  'file:///etc/passwd',
  'ws://plain.example:PORT/',
  'http://none.example:PORT/',
] as const;

describe('tools of an agent', () => {
  it('are of a table long enough to mean something', () => {
    expect(ADDRESSES.length).toBeGreaterThanOrEqual(40);
  });

  it.each(ADDRESSES)('never reach this machine by %s', async (address) => {
    expect(await ask(address.replace('PORT', String(port)))).not.toMatch(/^answered/);
    expect(hits).toBe(0);
  });

  it('never reach this machine by the address it has in its network', async () => {
    const own = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .map(({ address, family }) => (family === 'IPv6' ? `[${address.replace(/%.*/, '')}]` : address));
    for (const address of own) expect(await ask(`http://${address}:${String(port)}/`)).not.toMatch(/^answered/);
    expect(hits).toBe(0);
  });

  it.each(['http://127.0.0.1:PORT/', 'http://localhost:PORT/', 'http://[::1]:PORT/', '//plain.example:PORT/'])(
    'are not led there by a redirect to %s',
    async (location) => {
      const target = location.replace('PORT', String(port));
      const { origin } = await servers.open((_request, response) =>
        response.writeHead(307, { location: target }).end(),
      );
      const execute = createHttpTool({ clock: new HandClock(), send, readSecret: NO_SECRETS });
      const outcome = await runWith(execute, {
        kind: 'http',
        name: 'led',
        description: '',
        parameters: {},
        timeoutMs: 5000,
        method: 'GET',
        url: origin,
        allowsLocal: true,
        retries: 3,
      });
      expect(outcome).toMatchObject({ ok: false, detail: 'The service answered HTTP 307; redirects are not followed' });
      expect(hits).toBe(0);
    },
  );

  it('reach this machine when their user says so: the canary is awake', async () => {
    for (const address of ['http://127.0.0.1:PORT/', 'http://plain.example:PORT/', 'http://[::1]:PORT/']) {
      expect(await ask(address.replace('PORT', String(port)), true)).toBe('answered 200');
    }
    expect(hits).toBe(3);
  });

  it.each([
    'http://169.254.169.254/',
    'http://metadata.example/',
    'http://0.0.0.0:PORT/',
    'http://[::ffff:169.254.1.1]/',
  ])('do not reach %s even then', async (address) => {
    expect(await ask(address.replace('PORT', String(port)), true)).not.toMatch(/^answered/);
    expect(hits).toBe(0);
  });

  it('speak to no port of another service, nor to our own', async () => {
    const ours = createSender({ resolve, ownPorts: () => new Set([port]) });
    const base = { method: 'GET', headers: {}, body: null, allowsLocal: true };
    const signal = AbortSignal.timeout(ANSWERED_MS);
    await expect(ours({ ...base, url: new URL(`http://127.0.0.1:${String(port)}/`) }, signal)).rejects.toThrow(
      'Switchboard itself',
    );
    await expect(send({ ...base, url: new URL('http://127.0.0.1:6379/') }, signal)).rejects.toThrow('another service');
    expect(hits).toBe(0);
  });

  it('fail like any other when the system knows no such name', async () => {
    const asking = createSender();
    const tooLong = `${'a'.repeat(64)}.example`;
    const base = { method: 'GET', headers: {}, body: null, allowsLocal: false };
    const failed = asking({ ...base, url: new URL(`http://${tooLong}/`) }, AbortSignal.timeout(ANSWERED_MS));
    await expect(failed).rejects.toMatchObject({ syscall: 'getaddrinfo' });
  });

  it('ask for a name once: what was checked is what is connected to', async () => {
    await ask(`http://rebinding.example:${String(port)}/`);
    expect(asked).toBe(1);
  });
});
