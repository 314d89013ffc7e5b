import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { ToolOutcome } from '../ports';
import type { Resolve } from './checked-lookup';
import { createHttpTool } from './http-tool';

const base = { kind: 'http', name: 'lookup', description: '', parameters: {}, timeoutMs: 60_000 } as const;

/** Deadlines pass only when the test says so. */
class HandClock {
  private readonly waiting = new Map<() => void, number>();

  after(delayMs: number, run: () => void): () => void {
    this.waiting.set(run, delayMs);
    return () => this.waiting.delete(run);
  }

  get delaysMs(): number[] {
    return [...this.waiting.values()];
  }

  passAll(): void {
    for (const run of this.waiting.keys()) run();
  }
}

const opened: { close(): unknown; closeAllConnections?(): void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) {
    each.closeAllConnections?.();
    each.close();
  }
});

async function serve(listener: RequestListener): Promise<{ server: Server; port: number; origin: string }> {
  const server = createServer(listener);
  opened.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, port, origin: `http://127.0.0.1:${String(port)}` };
}

function ask(
  url: string,
  options: { method?: 'GET' | 'POST'; args?: string; clock?: HandClock; resolve?: Resolve; signal?: AbortSignal } = {},
): Promise<ToolOutcome> {
  const clock = options.clock ?? new HandClock();
  const run = createHttpTool({ clock, ...(options.resolve === undefined ? {} : { resolve: options.resolve }) });
  const signal = options.signal ?? new AbortController().signal;
  return run({ ...base, method: options.method ?? 'GET', url }, options.args ?? '{}', signal);
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

describe('an http tool', () => {
  it('hands the answer on as the text it is', async () => {
    const { origin } = await serve((_request, response) => response.end('{"status": "shipped"}\n'));
    expect(await ask(`${origin}/orders`)).toEqual({ ok: true, output: '{"status": "shipped"}\n' });
  });

  it('sends arguments as a query or as a JSON body', async () => {
    const { origin } = await serve((request, response) => {
      void bodyOf(request).then((body) =>
        response.end(`${request.method ?? ''} ${request.url ?? ''} ${request.headers['content-type'] ?? '-'} ${body}`),
      );
    });
    expect(await ask(`${origin}/o`, { args: '{"id":"A17"}' })).toEqual({ ok: true, output: 'GET /o?id=A17 - ' });
    expect(await ask(`${origin}/o`, { args: '{"id":"ä"}', method: 'POST' })).toEqual({
      ok: true,
      output: 'POST /o application/json {"id":"ä"}',
    });
  });

  it('contacts nobody for arguments that make no sense', async () => {
    let hits = 0;
    const { origin } = await serve((_request, response) => response.end(String(++hits)));
    expect(await ask(origin, { args: '[1]' })).toMatchObject({ ok: false, failure: 'bad-arguments' });
    expect(hits).toBe(0);
  });

  it('tells the status of a refusal and nothing of its body', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(500).end('password=hunter2'));
    expect(await ask(origin)).toEqual({ ok: false, failure: 'failed', detail: 'The service answered HTTP 500' });
  });

  it('follows no redirect', async () => {
    let hits = 0;
    const inside = await serve((_request, response) => response.end(String(++hits)));
    const { origin } = await serve((_request, response) => response.writeHead(302, { location: inside.origin }).end());
    expect(await ask(origin)).toMatchObject({ ok: false, failure: 'failed', detail: /HTTP 302/ });
    expect(hits).toBe(0);
  });

  it('unpacks gzip, and counts what comes out of it', async () => {
    const small = await serve((_request, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync('packed')),
    );
    expect(await ask(small.origin)).toEqual({ ok: true, output: 'packed' });
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const large = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    expect(await ask(large.origin)).toMatchObject({ ok: false, failure: 'too-large' });
  });

  it('calls damaged packing, unknown packing and what is not text by their names', async () => {
    const damaged = await serve((_request, response) =>
      response.setHeader('content-encoding', 'gzip').end('not gzip at all'),
    );
    expect(await ask(damaged.origin)).toMatchObject({ detail: 'The answer of the service is damaged' });
    const unknown = await serve((_request, response) => response.setHeader('content-encoding', 'rot13').end('x'));
    expect(await ask(unknown.origin)).toMatchObject({ ok: false, detail: /encoding/ });
    const binary = await serve((_request, response) => response.end(Buffer.from([0xff, 0xfe, 0xc0])));
    expect(await ask(binary.origin)).toMatchObject({ detail: 'The service did not answer with text' });
  });

  it('stops reading an endless answer', async () => {
    const closed = deferred();
    const { origin } = await serve((request, response) => {
      request.socket.on('close', closed.resolve);
      const more = (): void => {
        while (response.write(Buffer.alloc(64 * 1024, 0x61)));
        response.once('drain', more);
      };
      more();
    });
    expect(await ask(origin)).toMatchObject({ ok: false, failure: 'too-large' });
    await closed.promise;
  });

  it.each([false, true])('gives a service ten seconds; it began to answer: %s', async (begins) => {
    const clock = new HandClock();
    const reached = deferred();
    const { origin } = await serve((_request, response) => {
      if (begins) response.write('half');
      reached.resolve();
    });
    const outcome = ask(origin, { clock });
    await reached.promise;
    expect(clock.delaysMs).toEqual([10_000]);
    clock.passAll();
    expect(await outcome).toMatchObject({ ok: false, failure: 'timed-out' });
    expect(clock.delaysMs).toEqual([]);
  });

  it('lets go of the socket when the call ends', async () => {
    const abort = new AbortController();
    const closed = deferred();
    const { origin } = await serve((request) => {
      request.socket.on('close', closed.resolve);
      abort.abort();
    });
    await ask(origin, { signal: abort.signal });
    await closed.promise;
    expect(await ask(origin, { signal: abort.signal })).toMatchObject({ failure: 'timed-out' });
  });

  it('names the kind of a network failure, never the address or what it carries', async () => {
    const { server, port } = await serve(() => undefined);
    server.close();
    await once(server, 'close');
    const closedPort = await ask(`http://user:hunter2@127.0.0.1:${String(port)}/secret-path`);
    expect(closedPort).toEqual({ ok: false, failure: 'failed', detail: 'The service refused the connection' });
    const noise = createTcpServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n\r\n'));
    opened.push(noise);
    await once(noise.listen(0, '127.0.0.1'), 'listening');
    const { port: noisePort } = noise.address() as AddressInfo;
    const notHttp = await ask(`http://127.0.0.1:${String(noisePort)}/`);
    expect(notHttp).toMatchObject({ detail: 'The service does not speak HTTP' });
    expect(await ask(`https://127.0.0.1:${String(noisePort)}/`)).toMatchObject({
      detail: 'The service does not speak HTTPS',
    });
  });
});

describe('a name that leads inside', () => {
  const inside: readonly (readonly [string, 4 | 6])[] = [
    ['127.0.0.1', 4],
    ['169.254.169.254', 4],
    ['::ffff:7f00:1', 6],
    ['64:ff9b::7f00:1', 6],
    ['2002:7f00:1::', 6],
  ];

  it.each(inside)('is refused at connect time: %s', async (address, family) => {
    let hits = 0;
    const { port } = await serve((_request, response) => response.end(String(++hits)));
    const resolve: Resolve = (_name, done) => done(null, [{ address, family }]);
    const outcome = await ask(`http://tools.example:${String(port)}/`, { resolve });
    expect(outcome).toEqual({
      ok: false,
      failure: 'refused',
      detail: 'The name of the service leads inside this network',
    });
    expect(hits).toBe(0);
  });

  it('is refused when only one of its addresses is inside', async () => {
    const resolve: Resolve = (_name, done) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ]);
    expect(await ask('http://tools.example/', { resolve })).toMatchObject({ failure: 'refused' });
  });

  it('is asked for once, so that a second answer cannot differ', async () => {
    let asked = 0;
    const resolve: Resolve = (_name, done) => {
      asked += 1;
      done(null, [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }]);
    };
    expect(await ask('http://tools.example/', { resolve })).toMatchObject({ failure: 'refused' });
    expect(asked).toBe(1);
  });

  it('may be named plainly: localhost', async () => {
    const { port } = await serve((_request, response) => response.end('mine'));
    expect(await ask(`http://localhost:${String(port)}/`)).toEqual({ ok: true, output: 'mine' });
  });

  it('is not known at all', async () => {
    const resolve: Resolve = (_name, done) => done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []);
    expect(await ask('http://tools.example/', { resolve })).toMatchObject({
      detail: 'The name of the service is not known',
    });
  });
});
