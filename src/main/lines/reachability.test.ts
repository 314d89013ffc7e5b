import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../ports/manual-clock.fixture';
import { createReachability } from './reachability';

const NONCE = 'nonce-of-now';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Asked {
  readonly url: string | undefined;
  readonly skips: string | string[] | undefined;
}

async function answering(answer: (response: ServerResponse) => void) {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    asked.push({ url: request.url, skips: request.headers['ngrok-skip-browser-warning'] });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  closers.push(close);
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}/phone/`, port, asked, close };
}

function reachability() {
  const clock = new ManualClock();
  return { clock, prove: createReachability({ offerNonce: () => NONCE, clock }) };
}

describe('the public address', () => {
  it('leads here when it tells the nonce just given out, among others', async () => {
    const { base, asked } = await answering((response) => response.end(`older\n${NONCE}`));
    const { clock, prove } = reachability();
    expect(await prove(new URL(base))).toEqual({ ok: true });
    expect(asked).toEqual([{ url: '/phone/healthz', skips: '1' }]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is asked over a connection of its own each time, as a caller’s webhook is', async () => {
    const ports = new Set<number | undefined>();
    const { base, asked } = await answering((response) => {
      ports.add(response.socket?.remotePort);
      response.end(NONCE);
    });
    const { prove } = reachability();
    for (let times = 0; times < 5; times++) expect(await prove(new URL(base))).toEqual({ ok: true });
    expect(asked).toHaveLength(5);
    expect(ports.size).toBe(5);
  });

  it.each<[string, (response: ServerResponse) => void, object]>([
    ['another Switchboard', (response) => response.end('a-nonce-of-its-own'), { failure: 'other-answer' }],
    [
      'a page that holds the nonce in other words',
      (response) => response.end(`<p>${NONCE}</p>`),
      { failure: 'other-answer' },
    ],
    ['nothing to tell', (response) => response.writeHead(204).end(), { failure: 'other-answer', code: 'HTTP 204' }],
    [
      'a redirect',
      (response) => response.writeHead(302, { location: '/' }).end(),
      { failure: 'other-answer', code: 'HTTP 302' },
    ],
    ['an endless page', (response) => endless(response), { failure: 'other-answer' }],
    [
      'a tunnel without an agent',
      (response) => response.writeHead(404, { 'ngrok-error-code': 'ERR_NGROK_3200' }).end('<html>'),
      { failure: 'tunnel-error', code: 'ERR_NGROK_3200' },
    ],
    [
      'a tunnel’s warning page',
      (response) => response.writeHead(200, { 'ngrok-error-code': 'ERR_NGROK_6024' }).end('<html>'),
      { failure: 'tunnel-error', code: 'ERR_NGROK_6024' },
    ],
    [
      'a server of another kind',
      (response) => response.socket?.end('SSH-2.0-OpenSSH\r\n'),
      { failure: 'other-answer', code: 'HPE_INVALID_CONSTANT' },
    ],
    [
      'a line that breaks',
      (response) => response.socket?.destroy(),
      { failure: 'no-connection', code: 'UND_ERR_SOCKET' },
    ],
  ])('does not lead here: %s', async (_name, answer, proof) => {
    const { base } = await answering(answer);
    const { clock, prove } = reachability();
    expect(await prove(new URL(base))).toEqual({ ok: false, ...proof });
    expect(clock.pendingTimers).toBe(0);
  });

  it('is given up after 8 s', async () => {
    let begun = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (begun = resolve));
    const { base } = await answering(() => begun());
    const { clock, prove } = reachability();
    const proof = prove(new URL(base));
    await isAsked;
    clock.advance(8000);
    expect(await proof).toEqual({ ok: false, failure: 'timed-out' });
  });

  it('has nobody behind it, a name nobody knows, or no TLS', async () => {
    const { prove } = reachability();
    const { base, port, close } = await answering((response) => response.end(NONCE));
    expect(await prove(new URL(`https://127.0.0.1:${port}/`))).toMatchObject({ ok: false, failure: 'not-trusted' });
    await close();
    closers.length = 0;
    expect(await prove(new URL(base))).toEqual({ ok: false, failure: 'nobody-listens', code: 'ECONNREFUSED' });
    const nowhere = await prove(new URL('https://no-such-name.invalid/phone'));
    expect(nowhere).toMatchObject({ ok: false, failure: 'unknown-host' });
  });
});

function endless(response: ServerResponse): void {
  response.on('error', () => undefined);
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(4096)));
  };
  response.on('drain', more);
  more();
}
