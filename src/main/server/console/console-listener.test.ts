import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { closeCode, router, statusOf, tokenOf, useConsole } from './console-listener.fixture';
import { startConsoleListener } from './console-listener';
import { LINK_LIFE_MS } from './console-sessions';

const visit = useConsole();

describe('the page', () => {
  it('is served with a fresh nonce and headers that keep others out', async () => {
    const [one, two] = [await visit().ask('GET', '/'), await visit().ask('GET', '/index.html')];
    const nonces = [one, two].map(({ body }) => /nonce="([^"]+)"/.exec(body)?.[1]);
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(one.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[0] ?? ''}';`);
    expect(one.headers['content-security-policy']).toContain(
      `connect-src 'self' ws://127.0.0.1:${visit().listener.port};`,
    );
    expect(one.headers['content-security-policy']).toContain("default-src 'none';");
    expect(one.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
    });
    expect(Object.keys(one.headers).filter((name) => /^access-control|^server$|^x-powered-by/.test(name))).toEqual([]);
  });

  it('keeps hashed files for good and others for now', async () => {
    const asset = await visit().ask('GET', '/assets/index-abc123.js');
    expect(asset.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable' });
    expect(asset.headers['content-type']).toMatch(/javascript/);
    expect((await visit().ask('GET', '/icon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each([
    '/nothing',
    '/assets/',
    '/assets',
    '/.env',
    '/..%2f..%2fetc/passwd',
    '/assets/../../../etc/passwd',
    '/session',
  ])('answers %s with an empty 404', async (target) => {
    expect(await visit().ask('GET', target)).toMatchObject({ status: 404, body: '' });
  });

  it('opens from a link in another page, but is no part of one', async () => {
    const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' };
    expect((await visit().ask('GET', '/', navigation)).status).toBe(200);
    expect((await visit().ask('GET', '/', { ...navigation, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
    expect((await visit().ask('GET', '/', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await visit().ask('GET', '/', { origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe('the host', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1:PORT.evil.example',
    'LOCALHOST.:PORT',
  ])('is refused as %s', async (name) => {
    const host = name.replace('PORT', String(visit().listener.port));
    const foreign = { host, origin: `http://${host}` };
    expect(await visit().ask('GET', '/', foreign)).toMatchObject({ status: 421, body: '' });
    expect((await visit().ask('POST', '/session', { ...visit().fromPage(), ...foreign }, '{}')).status).toBe(421);
    const { cookie } = await visit().openSession();
    expect(await statusOf(visit().dial({ ...foreign, cookie }))).toBe(421);
  });

  it('is refused when there are two', async () => {
    const socket = connect(visit().listener.port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${visit().listener.port}\r\nHost: evil.example\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 421 /);
  });

  it('may be any name of this machine', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const host = `${name}:${visit().listener.port}`;
      const page = await visit().ask('GET', '/', { host });
      expect(page.status).toBe(200);
      expect(page.headers['content-security-policy']).toContain(`ws://${host};`);
    }
  });
});

describe('a link', () => {
  it('opens one session, once', async () => {
    const link = visit().listener.newLink();
    expect(link).toMatch(new RegExp(`^${visit().listener.url}/#t=[\\w-]{43}$`));
    const body = JSON.stringify({ token: tokenOf(link) });
    const first = await visit().ask('POST', '/session', visit().fromPage(), body);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^switchboard_[0-9a-f]{8}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/),
    ]);
    const again = await visit().ask('POST', '/session', visit().fromPage(), body);
    expect(again).toMatchObject({ status: 403, body: '' });
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('is too old after two minutes', async () => {
    const use = async (link: string): Promise<number> =>
      (await visit().ask('POST', '/session', visit().fromPage(), JSON.stringify({ token: tokenOf(link) }))).status;
    const [soon, late] = [visit().listener.newLink(), visit().listener.newLink()];
    visit().clock.pass(LINK_LIFE_MS - 10_000);
    expect(await use(soon)).toBe(200);
    visit().clock.pass(11_000);
    expect(await use(late)).toBe(403);
  });

  it.each([
    ['no origin', { origin: undefined }],
    ['a null origin', { origin: 'null' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['the same host on another port', { origin: 'http://127.0.0.1:1' }],
    ['another scheme', { origin: 'https://127.0.0.1:PORT' }],
    ['a cross-site page', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
  ])('is not taken from %s, and not burned either', async (_name, changed) => {
    const body = JSON.stringify({ token: tokenOf(visit().listener.newLink()) });
    const headers = Object.entries({ ...visit().fromPage(), ...changed }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value.replace('PORT', String(visit().listener.port))] as const],
    );
    expect((await visit().ask('POST', '/session', Object.fromEntries(headers), body)).status).toBe(403);
    expect((await visit().ask('POST', '/session', visit().fromPage(), body)).status).toBe(200);
  });

  it.each([
    ['nothing', '', 'application/json', 400],
    ['no JSON', '{', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['a number', '{"token":1}', 'application/json', 400],
    ['more than is known', '{"token":"x","admin":true}', 'application/json', 400],
    ['another kind', 'token=x', 'application/x-www-form-urlencoded', 415],
    ['too much', `{"token":"${'x'.repeat(2000)}"}`, 'application/json', 413],
    ['a wrong token', '{"token":"x"}', 'application/json', 403],
  ])('sent as %s is refused in silence', async (_name, body, type, status) => {
    expect(await visit().ask('POST', '/session', visit().fromPage({ 'content-type': type }), body)).toMatchObject({
      status,
      body: '',
    });
  });
});

describe('a session', () => {
  it('lets the reloaded page go on, which knows its value and has its cookie, and nobody else', async () => {
    const { cookie, csrf } = await visit().openSession();
    const ask = async (headers: Record<string, string>, body: unknown): Promise<number> =>
      (await visit().ask('POST', '/session', visit().fromPage(headers), JSON.stringify(body))).status;
    expect(await ask({ cookie }, { csrf })).toBe(200);
    expect(await ask({ cookie }, {})).toBe(400);
    expect(await ask({ cookie }, { csrf: `${csrf}x` })).toBe(403);
    expect(await ask({}, { csrf })).toBe(403);
    expect(await ask({ cookie: `${cookie}x` }, { csrf })).toBe(403);
    expect(await ask({ cookie: `${cookie}; ${cookie}` }, { csrf })).toBe(403);
  });

  it('ends after twelve idle hours, but not while a console is open', async () => {
    const { cookie, csrf } = await visit().openSession();
    const socket = visit().dial({ origin: visit().listener.url, cookie });
    await once(socket, 'open');
    socket.send(csrf);
    const again = JSON.stringify({ csrf });
    visit().clock.pass(13 * 3_600_000);
    expect((await visit().ask('POST', '/session', visit().fromPage({ cookie }), again)).status).toBe(200);
    socket.close();
    await once(socket, 'close');
    visit().clock.pass(13 * 3_600_000);
    expect((await visit().ask('POST', '/session', visit().fromPage({ cookie }), again)).status).toBe(403);
  });

  it('is taken back by a new link only when asked', async () => {
    const { socket } = await visit().openConsole();
    visit().listener.newLink();
    expect(socket.readyState).toBe(WebSocket.OPEN);
    const closed = closeCode(socket);
    visit().listener.newLink({ revokeSessions: true });
    expect(await closed).toBe(4401);
  });
});

describe('close', () => {
  it('ends within a second with a console open, one that does not listen, and a half-sent request', async () => {
    const { socket } = await visit().openConsole();
    const deaf = await visit().openConsole();
    deaf.socket.pause();
    const half = connect(visit().listener.port, '127.0.0.1');
    half.on('error', () => undefined);
    half.write('GET / HTTP/1.1\r\nHost:');
    const closed = closeCode(socket);
    const { delaysMs } = visit().clock;
    const before = delaysMs.length;
    await Promise.all([visit().listener.close(), visit().listener.close()]);
    expect(delaysMs.slice(before).some((graceMs) => graceMs > 0 && graceMs < 1000)).toBe(true);
    expect(await closed).toBe(1001);
    await expect(visit().ask('GET', '/')).rejects.toThrow();
  });
});

describe('startConsoleListener', () => {
  it('says when the port is taken or the page is missing', async () => {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const { folder, audio, clock } = visit();
    const parts = { rendererFolder: folder, router, audio, clock, log };
    await expect(startConsoleListener({ ...parts, port: visit().listener.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await expect(startConsoleListener({ ...parts, port: 0, rendererFolder: '/nowhere' })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
