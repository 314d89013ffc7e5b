import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startFaultyProxy, type FaultyProxy } from './faulty-proxy';

const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function startEcho(): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(() => void server.close());
  return server;
}

async function proxied(oneWayDelayMs: number): Promise<FaultyProxy> {
  const echo = await startEcho();
  const proxy = await startFaultyProxy({ targetPort: (echo.address() as AddressInfo).port, oneWayDelayMs });
  opened.push(() => proxy.close());
  return proxy;
}

async function dial(proxy: FaultyProxy): Promise<Socket> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  opened.push(() => void socket.destroy());
  return socket;
}

async function readAll(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of socket as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

describe('startFaultyProxy', () => {
  it('delays each direction and keeps the order of every byte', async () => {
    const socket = await dial(await proxied(40));
    const beganMs = performance.now();
    const parts = Array.from({ length: 500 }, (_, index) => Buffer.alloc(1 + (index % 97), index));
    for (const part of parts) socket.write(part);
    socket.end();
    await once(socket, 'readable');
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(79);
    expect(await readAll(socket)).toEqual(Buffer.concat(parts));
  });

  it('carries more than its queue holds', async () => {
    const socket = await dial(await proxied(5));
    const bytes = Buffer.alloc(20_000_000, 7);
    socket.end(bytes);
    expect((await readAll(socket)).equals(bytes)).toBe(true);
  });

  it('holds everything back while paused and delivers it afterwards', async () => {
    const proxy = await proxied(0);
    const socket = await dial(proxy);
    socket.write('a');
    expect(String((await once(socket, 'data'))[0])).toBe('a');
    proxy.pause();
    socket.write('b');
    const witness = await dial(await proxied(30));
    let passed = false;
    const arrived = once(socket, 'data').then(([data]) => {
      passed = true;
      return String(data);
    });
    witness.write('x');
    await once(witness, 'data');
    expect(passed).toBe(false);
    proxy.resume();
    expect(await arrived).toBe('b');
  });

  it('resets open connections and forgets them', async () => {
    const proxy = await proxied(10);
    const socket = await dial(proxy);
    socket.write('a');
    await once(socket, 'data');
    expect(proxy.connections).toBe(1);
    const failure = once(socket, 'error');
    proxy.reset();
    expect(await failure).toMatchObject([{ code: 'ECONNRESET' }]);
    expect(proxy.connections).toBe(0);
  });

  it('turns callers away while it refuses', async () => {
    const proxy = await proxied(0);
    proxy.refuse(true);
    const socket = connect({ port: proxy.port, host: '127.0.0.1' });
    expect(await once(socket, 'error')).toMatchObject([{ code: 'ECONNRESET' }]);
    proxy.refuse(false);
    const second = await dial(proxy);
    second.write('a');
    expect(String((await once(second, 'data'))[0])).toBe('a');
  });
});
