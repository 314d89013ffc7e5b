import { once } from 'node:events';
import { connect } from 'node:net';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { RouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_AGENT_FILE_BYTES } from '../../../shared/agent/agent-file';
import { MAX_REQUEST_BYTES } from '../../../shared/contract/request-limit';
import { closeCode, statusOf, useConsole, type router } from './console-listener.fixture';

const visit = useConsole();

describe('the console socket', () => {
  it('carries the API for the page that came through a link', async () => {
    const { client } = await visit().openConsole();
    expect(await client.echo({ hello: 'there' })).toEqual({ hello: 'there' });
  });

  it.each([
    ['a foreign page with the cookie', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page with the cookie', { origin: 'null' }, 403],
    ['a page of another port with the cookie', { origin: 'http://127.0.0.1:1' }, 403],
    ['a program without an origin', { origin: undefined }, 403],
    ['a cross-site page', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page without a cookie', { cookie: undefined }, 403],
    ['a page with a wrong cookie', { cookie: 'switchboard_00000000=x' }, 403],
  ])('refuses %s before the upgrade', async (_name, changed, status) => {
    const { cookie } = await visit().openSession();
    const headers = Object.entries({ origin: visit().listener.url, cookie, ...changed }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    expect(await statusOf(visit().dial(Object.fromEntries(headers)))).toBe(status);
  });

  it('is at one address only', async () => {
    const { cookie } = await visit().openSession();
    for (const target of ['/', '/console/', '/console?x', '/session']) {
      expect(await statusOf(visit().dial({ origin: visit().listener.url, cookie }, target))).toBe(404);
    }
  });

  it("closes when the first message is not the session's value", async () => {
    const { cookie, csrf } = await visit().openSession();
    const { csrf: ofAnother } = await visit().openSession();
    for (const first of ['', 'x', ofAnother, JSON.stringify({ i: '1', p: { u: '/echo' } }), Buffer.from(csrf)]) {
      const socket = visit().dial({ origin: visit().listener.url, cookie });
      await once(socket, 'open');
      const closed = closeCode(socket);
      socket.send(first);
      expect(await closed).toBe(4403);
    }
  });

  it('closes when the first message does not come', async () => {
    const { cookie } = await visit().openSession();
    const socket = visit().dial({ origin: visit().listener.url, cookie });
    expect(await closeCode(socket)).toBe(4403);
    expect(visit().reasons).toContain('no-proof');
  });

  it('refuses a request that is too large as a value, and goes on', async () => {
    const { client } = await visit().openConsole();
    const tooLarge = client.echo('x'.repeat(MAX_REQUEST_BYTES));
    await expect(tooLarge).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 });
    const file = 'x'.repeat(MAX_AGENT_FILE_BYTES);
    expect(await client.echo(file)).toBe(file);
    expect(visit().reasons).toContain('too-large');
  });

  it('stays open when the page leaves a feed', async () => {
    const { socket, client } = await visit().openConsole();
    const flood = await client.flood();
    await flood.next();
    await flood.return(undefined as never);
    expect(await client.echo(1)).toBe(1);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it.each([
    ['binary', () => Buffer.from('{}'), 1003],
    ['no JSON', () => '{', 1007],
    ['another shape', () => '{"i":1}', 1007],
    ['another address', () => JSON.stringify({ i: '1', p: { u: 'http://elsewhere/' } }), 1007],
    ['too much', () => 'x'.repeat(4 * MAX_REQUEST_BYTES + 1), 1009],
  ])('closes on %s and goes on with others', async (_name, message, code) => {
    const [one, other] = [await visit().openConsole(), await visit().openConsole()];
    const closed = closeCode(one.socket);
    one.socket.send(message());
    expect(await closed).toBe(code);
    expect(await other.client.echo(1)).toBe(1);
  });

  it('closes on a flood of messages', async () => {
    const { socket } = await visit().openConsole();
    const closed = closeCode(socket);
    for (let i = 0; i < 1000; i++) socket.send(JSON.stringify({ i: String(i), t: 4 }));
    expect(await closed).toBe(1008);
  });

  it('cuts off a reader that does not read', async () => {
    const { socket, client } = await visit().openConsole();
    const flood = await client.flood();
    await flood.next();
    socket.pause();
    await expect.poll(() => visit().reasons).toContain('slow-reader');
    socket.resume();
    expect(await closeCode(socket)).toBe(1006);
  });

  it('survives resets at any moment', async () => {
    const { cookie, csrf } = await visit().openSession();
    for (let i = 0; i < 50; i++) {
      const raw = connect(visit().listener.port, '127.0.0.1');
      raw.on('error', () => undefined);
      await once(raw, 'connect');
      raw.write(
        `GET /console HTTP/1.1\r\nHost: 127.0.0.1:${visit().listener.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Origin: ${visit().listener.url}\r\nCookie: ${cookie}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      );
      if (i % 3 === 1) await once(raw, 'data');
      if (i % 3 === 2) raw.write(Buffer.from([0xf1, 0x80, 0, 0, 0, 0]));
      raw.resetAndDestroy();
    }
    const socket = visit().dial({ origin: visit().listener.url, cookie });
    await once(socket, 'open');
    socket.send(csrf);
    const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ websocket: socket as never }));
    expect(await client.echo('still here')).toBe('still here');
  });
});
