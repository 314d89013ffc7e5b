import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpTool } from '../../../shared/tool/tool';
import type { ReadToolSecret } from '../../ports/ports-keys';
import type { ToolOutcome } from '../../ports/ports-tools';
import { HandClock, NO_SECRETS, runWith, secretsFor, Servers } from '../tools.fixture';
import { createSender, type Resolve } from './guarded-request';
import { createHttpTool } from './http-tool';

const base = {
  kind: 'http',
  name: 'lookup',
  description: '',
  parameters: {},
  timeoutMs: 60_000,
  allowsLocal: true,
} as const;

const servers = new Servers();
const serve = (listener: Parameters<Servers['open']>[0]) => servers.open(listener);
afterEach(() => servers.closeAll());

interface Asking extends Partial<Omit<HttpTool, 'kind'>> {
  readonly args?: string;
  readonly clock?: HandClock;
  readonly resolve?: Resolve;
  readonly signal?: AbortSignal;
  readonly readSecret?: ReadToolSecret;
  readonly say?: (line: string) => void;
}

function ask(
  url: string,
  { args, clock, resolve, signal, readSecret, say, ...tool }: Asking = {},
): Promise<ToolOutcome> {
  const execute = createHttpTool({
    clock: clock ?? new HandClock(),
    send: createSender(resolve === undefined ? {} : { resolve }),
    readSecret: readSecret ?? NO_SECRETS,
  });
  return runWith(execute, { ...base, method: 'GET', url, ...tool }, args, {
    ...(signal === undefined ? {} : { signal }),
    ...(say === undefined ? {} : { say }),
  });
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

  it('tells what the service says is wrong with the request, in brief and without secrets', async () => {
    const said = (status: number, type: string, text: string) =>
      serve((_request, response) => response.writeHead(status, { 'content-type': type }).end(text));
    const words = async (...[status, type, text]: Parameters<typeof said>): Promise<string> => {
      const { origin } = await said(status, type, text);
      const outcome = await ask(origin);
      return outcome.ok ? '' : outcome.detail;
    };
    expect(await words(422, 'application/problem+json', '{"detail":\n  "id must begin with A"}')).toBe(
      'The service answered HTTP 422: {"detail": "id must begin with A"}',
    );
    expect(await words(404, 'text/plain; charset=utf-8', 'no such order')).toBe(
      'The service answered HTTP 404: no such order',
    );
    expect(await words(404, 'text/html', '<h1>Not found</h1>')).toBe('The service answered HTTP 404');
    expect(await words(400, 'text/plain', 'x'.repeat(5000))).toHaveLength(
      'The service answered HTTP 400: '.length + 400,
    );
    expect(await words(400, 'text/plain', 'x'.repeat(300_000))).toBe('The service answered HTTP 400');
    expect(await words(400, 'application/json', '')).toBe('The service answered HTTP 400');
    const { origin } = await said(403, 'text/plain', `${'x'.repeat(395)} hunter2-hunter2 is no key`);
    const readSecret = secretsFor(origin, { shop: 'hunter2-hunter2' });
    const outcome = await ask(origin, { readSecret, headers: [{ name: 'X-Key', value: '{{secret:shop}}' }] });
    expect(outcome).toMatchObject({ detail: expect.not.stringContaining('hunt') as string });
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
    clock.pass();
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
    const closedPort = await ask(`http://127.0.0.1:${String(port)}/secret-path`);
    expect(closedPort).toEqual({ ok: false, failure: 'failed', detail: 'The service refused the connection' });
    const noise = createTcpServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n\r\n'));
    await once(noise.listen(0, '127.0.0.1'), 'listening');
    const { port: noisePort } = noise.address() as AddressInfo;
    const notHttp = await ask(`http://127.0.0.1:${String(noisePort)}/`);
    expect(notHttp).toMatchObject({ detail: 'The service does not speak HTTP' });
    expect(await ask(`https://127.0.0.1:${String(noisePort)}/`)).toMatchObject({
      detail: 'The service does not speak HTTPS',
    });
    noise.close();
  });

  it('picks the parts of an answer that the model needs, and refuses one that is too long', async () => {
    const { origin } = await serve((_request, response) =>
      response.end('{"data":{"status":"shipped","days":[1,2]},"a/b":{"c~d":7}}'),
    );
    const pick = (...rows: readonly (readonly [as: string, from: string])[]) =>
      rows.map(([as, from]) => ({ as, from }));
    expect(await ask(origin, { pick: pick(['', '/data/status']) })).toEqual({ ok: true, output: 'shipped' });
    expect(await ask(origin, { pick: pick(['', '/data/days/1']) })).toEqual({ ok: true, output: '2' });
    expect(await ask(origin, { pick: pick(['where', '/data/status'], ['', '/a~1b/c~0d'], ['x', '/none']) })).toEqual({
      ok: true,
      output: '{"where":"shipped","c~d":7,"x":null}',
    });
    expect(await ask(origin, { pick: pick(['', '/none']) })).toMatchObject({ ok: false, failure: 'failed' });
    expect(await ask(origin, { maxAnswerChars: 10 })).toMatchObject({ ok: false, failure: 'too-large' });
    const text = await serve((_request, response) => response.end('no JSON'));
    expect(await ask(text.origin, { pick: pick(['', '/a']) })).toMatchObject({
      detail: 'The service did not answer with JSON',
    });
  });

  it('asks again, after a pause, what may be asked twice and failed in passing', async () => {
    const seen: string[] = [];
    const { origin } = await serve((request, response) => {
      seen.push(request.method ?? '');
      response.writeHead(seen.length < 3 ? 503 : 200).end('back');
    });
    const clock = new HandClock();
    const lines: string[] = [];
    const outcome = ask(origin, { clock, retries: 3, say: (line) => lines.push(line) });
    for (const pauseMs of [250, 500]) {
      await expect.poll(() => clock.delaysMs).toContain(pauseMs);
      clock.pass(pauseMs);
    }
    expect(await outcome).toEqual({ ok: true, output: 'back' });
    expect(seen).toHaveLength(3);
    expect(lines.filter((line) => line.includes('HTTP 503'))).toHaveLength(2);
  });

  it.each([
    ['POST', 503],
    ['PATCH', 503],
    ['GET', 404],
    ['GET', 500],
  ] as const)('does not repeat %s after %i', async (method, status) => {
    let hits = 0;
    const { origin } = await serve((_request, response) => response.writeHead(status).end(String(++hits)));
    expect(await ask(origin, { method, retries: 3 })).toMatchObject({ ok: false });
    expect(hits).toBe(1);
  });

  it('sends secrets to the origin they are for, and gives none of them to the model', async () => {
    const { origin } = await serve((request, response) =>
      response.end(`you sent ${request.headers.authorization ?? ''}`),
    );
    const headers = [{ name: 'Authorization', value: 'Bearer {{secret:shop}}' }];
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const url = `${origin}/?key={{secret:shop}}`;
    const readSecret = secretsFor(origin, { shop: 'hunter2 & more' });
    expect(await ask(url, { headers, readSecret, say })).toEqual({ ok: true, output: 'you sent Bearer [secret shop]' });
    expect(lines).toEqual([`GET ${origin}/?key=[secret shop]`]);
  });

  it('sends nothing when a secret may not be had, and says which', async () => {
    let hits = 0;
    const { origin } = await serve((_request, response) => response.end(String(++hits)));
    const headers = [{ name: 'x-key', value: '{{secret:shop}}' }];
    const elsewhere = secretsFor('https://shop.example', { shop: 'hunter2' });
    expect(await ask(origin, { headers })).toMatchObject({
      failure: 'refused',
      detail: expect.stringContaining('shop is not there'),
    });
    expect(await ask(origin, { headers, readSecret: elsewhere })).toMatchObject({
      failure: 'refused',
      detail: 'The secret shop may not be sent to this service',
    });
    expect(hits).toBe(0);
  });
});
