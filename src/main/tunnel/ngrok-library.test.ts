import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type * as Ngrok from '@ngrok/ngrok';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock';
import { ManualClock } from '../manual-clock.fixture';
import type { Clock, TunnelState } from '../ports';
import { loadNgrok, type LoadedNgrok } from './ngrok-module';
import { OPEN_LIMIT_MS } from './ngrok-session';
import { NgrokTunnel } from './ngrok-tunnel';
import { keepingLog } from './scripted-ngrok.fixture';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('ngrok’s own library', () => {
  it('loads here', () => {
    expect(loadNgrok().ok).toBe(true);
  });

  it('that is not installed is told in plain words', () => {
    const loaded = loadNgrok(() => {
      throw new Error("Cannot find module '@ngrok/ngrok'");
    });
    expect(loaded).toEqual({ ok: false, fault: { fault: 'addon-missing' } });
  });

  it('without a network fails within seconds, as a person can read it', async () => {
    const { port, server } = await listen(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const { until } = start(`127.0.0.1:${port}`, systemClock);
    expect(await until('failing')).toMatchObject({
      code: 'network-down',
      sentence: 'ngrok could not be reached.',
      remedy: expect.stringContaining('firewall') as string,
    });
  });

  it('behind something that answers in ngrok’s place says so', async () => {
    const { port } = await listen((socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: /sign-in\r\n\r\n'));
    const { until } = start(`127.0.0.1:${port}`, systemClock);
    expect(await until('failing')).toMatchObject({ code: 'network-intercepted' });
  });

  it('on a network that swallows everything is given up by us', async () => {
    const reached = new Promise<number>((resolve) => {
      void listen(() => resolve(1)).then(({ port }) => {
        const clock = new ManualClock();
        const { until } = start(`127.0.0.1:${port}`, clock);
        void reached.then(() => clock.advance(OPEN_LIMIT_MS));
        failed = until('failing');
      });
    });
    let failed: Promise<TunnelState> | undefined;
    await reached;
    expect(await failed).toMatchObject({ code: 'timed-out' });
  });
});

function start(serverAddress: string, clock: Clock) {
  const { log } = keepingLog();
  const load = () => redirected(serverAddress);
  const tunnel = new NgrokTunnel({ authtoken: 'a-token', domain: undefined, version: '1.2.3', clock, log, load });
  closers.push(() => tunnel.stop());
  const until = (phase: TunnelState['phase']) =>
    new Promise<TunnelState>((resolve) => {
      const look = (state: TunnelState) => {
        if (state.phase === phase) resolve(state);
      };
      tunnel.onChange(look);
      look(tunnel.state());
    });
  tunnel.start(5050);
  return { tunnel, until };
}

/** The real library, which dials the given address instead of ngrok's. */
function redirected(serverAddress: string): LoadedNgrok {
  const loaded = loadNgrok();
  if (!loaded.ok) return loaded;
  const { SessionBuilder } = loaded.module as Pick<typeof Ngrok, 'SessionBuilder'>;
  class Redirected extends SessionBuilder {
    constructor() {
      super();
      this.serverAddr(serverAddress);
    }
  }
  return { ok: true, module: { SessionBuilder: Redirected } };
}

async function listen(onSocket: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, server };
}
