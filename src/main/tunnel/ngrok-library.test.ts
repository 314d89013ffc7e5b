import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type * as Ngrok from '@ngrok/ngrok';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../ports/manual-clock.fixture';
import type { TunnelState } from '../ports/ports-lines';
import { loadNgrok, type LoadedNgrok } from './ngrok-module';
import { startNgrokServer, type NgrokServer } from './ngrok-server.fixture';
import { OPEN_LIMIT_MS } from './ngrok-session';
import { NgrokTunnel } from './ngrok-tunnel';
import { keepingLog } from './scripted-ngrok.fixture';

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('ngrok’s own library', () => {
  it('loads here', () => {
    expect(loadNgrok().ok).toBe(true);
  });

  it('that is not installed is told as such', () => {
    const loaded = loadNgrok(() => {
      throw new Error("Cannot find module '@ngrok/ngrok'");
    });
    expect(loaded).toEqual({ ok: false, fault: { fault: 'addon-missing' } });
  });

  it('without a network fails within seconds, as a person can read it', async () => {
    const { address, server } = await listen(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const { until } = start({ address });
    expect(await until('failing')).toMatchObject({
      code: 'network-down',
      sentence: 'ngrok could not be reached.',
      remedy: expect.stringContaining('firewall') as string,
    });
  });

  it('behind something that answers in ngrok’s place says so', async () => {
    const { address } = await listen((socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: /sign-in\r\n\r\n'));
    const { until } = start({ address });
    expect(await until('failing')).toMatchObject({ code: 'network-intercepted' });
  });

  it('on a network that swallows everything is given up by us', async () => {
    let reached: () => void = () => undefined;
    const dialled = new Promise<void>((resolve) => (reached = resolve));
    const { address } = await listen(() => reached());
    const { until, clock } = start({ address });
    await dialled;
    clock.advance(OPEN_LIMIT_MS);
    expect(await until('failing')).toMatchObject({ code: 'timed-out' });
  });
});

describe('ngrok’s own library, with a service to dial', () => {
  it('leads a request to the port of this machine, and gives the address back when stopped', async () => {
    const ngrok = await startService();
    const { tunnel, until } = start(ngrok, await startHttp());
    expect(await until('up')).toEqual({ phase: 'up', publicBase: new URL('https://desk.ngrok-free.app') });
    const answer = await ngrok.request(
      'GET /healthz HTTP/1.1\r\nHost: desk.ngrok-free.app\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nGET \/healthz for desk\.ngrok-free\.app$/);
    await tunnel.stop();
    expect(ngrok.seen.slice(0, 3)).toEqual(['auth', 'bind', 'unbind']);
  });

  it('does not come back by itself when the network breaks: we do, under the new name', async () => {
    const ngrok = await startService();
    const { clock, until } = start(ngrok);
    await until('up');
    ngrok.host = 'other.ngrok-free.app';
    ngrok.cut();
    expect(await until('failing')).toMatchObject({ code: 'session-lost', retryAtMs: clock.wallMs() + 1000 });
    clock.advance(1000);
    expect(await until('up')).toEqual({ phase: 'up', publicBase: new URL('https://other.ngrok-free.app') });
    expect(ngrok.seen.filter((what) => what === 'auth')).toHaveLength(2);
  });

  it('tells of a heartbeat that was not answered', async () => {
    const ngrok = await startService();
    const { until } = start({ ...ngrok, heartbeatS: 1 });
    await until('up');
    ngrok.deaf.add('heartbeat').add('unbind');
    expect(await until('failing')).toMatchObject({ code: 'session-lost' });
  });

  it('tells when the address was taken away', async () => {
    const ngrok = await startService();
    const { until } = start(ngrok);
    await until('up');
    ngrok.stopTunnel('ERR_NGROK_725');
    expect(await until('failing')).toMatchObject({ code: 'data-used-up', vendorCode: 'ERR_NGROK_725' });
  });

  it('tells the code of a refusal, at its door and for the address', async () => {
    const ngrok = await startService();
    ngrok.refusal.auth = 'That is no authtoken.\nYour authtoken: canary-token\n\nERR_NGROK_105\n';
    const { tunnel, until } = start(ngrok);
    const refused = await until('failing');
    expect(refused).toMatchObject({ code: 'token-malformed', vendorCode: 'ERR_NGROK_105' });
    expect(JSON.stringify(refused)).not.toContain('canary');
    Object.assign(ngrok.refusal, { auth: null, bind: 'It is online.\n\nERR_NGROK_334' });
    tunnel.refresh();
    expect(await until('failing')).toMatchObject({ code: 'address-in-use' });
  });

  it('is let go of in time when it closes nothing any more', async () => {
    const ngrok = await startService();
    const { tunnel, clock, until } = start(ngrok);
    await until('up');
    ngrok.deaf.add('unbind');
    let isStopped = false;
    const stopped = tunnel.stop().then(() => (isStopped = true));
    for (let ms = 0; ms < 3000; ms += 100) {
      clock.advance(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(isStopped).toBe(true);
    await stopped;
  });
});

interface Service {
  readonly address: string;
  readonly certificate?: string;
  /** Heartbeat interval in place of ours, with no tolerance; whole seconds. */
  readonly heartbeatS?: number;
}

function start(service: Service, localPort = 5050) {
  const clock = new ManualClock();
  const { log } = keepingLog();
  const load = () => redirected(service);
  const tunnel = new NgrokTunnel({ authtoken: 'canary-token', domain: undefined, version: '1.2.3', clock, log, load });
  closers.push(() => tunnel.stop());
  const unseen: TunnelState[] = [];
  let onNews: () => void = () => undefined;
  tunnel.changes.onChange((state) => {
    unseen.push(state);
    onNews();
  });
  /** Waits for the next state of that phase, and skips those before it. */
  const until = async (phase: TunnelState['phase']): Promise<TunnelState> => {
    for (;;) {
      const next = unseen.shift();
      if (next?.phase === phase) return next;
      if (next === undefined) await new Promise<void>((resolve) => (onNews = resolve));
    }
  };
  tunnel.start(localPort);
  return { tunnel, clock, until };
}

/** The real library, which dials the given service instead of ngrok's. */
function redirected({ address, certificate, heartbeatS }: Service): LoadedNgrok {
  const loaded = loadNgrok();
  if (!loaded.ok) return loaded;
  const { SessionBuilder } = loaded.module as Pick<typeof Ngrok, 'SessionBuilder'>;
  class Redirected extends SessionBuilder {
    constructor() {
      super();
      this.serverAddr(address);
      if (certificate !== undefined) this.caCert(Buffer.from(certificate));
    }
    override heartbeatInterval(seconds: number): this {
      return super.heartbeatInterval(heartbeatS ?? seconds);
    }
    override heartbeatTolerance(seconds: number): this {
      return super.heartbeatTolerance(heartbeatS === undefined ? seconds : 0);
    }
  }
  return { ok: true, module: { SessionBuilder: Redirected } };
}

async function startService(): Promise<NgrokServer> {
  const service = await startNgrokServer();
  closers.push(() => service.close());
  return service;
}

async function startHttp(): Promise<number> {
  const server = createHttpServer((request, response) => {
    response.end(`${request.method ?? ''} ${request.url ?? ''} for ${request.headers.host ?? ''}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function listen(onSocket: (socket: Socket) => void): Promise<{ address: string; server: Server }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
