import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Lowest port to claim. It is below the ports that systems assign by themselves, so that no other process's connection takes
 * one.
 */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

/** A TCP port of this machine that is reserved for one test until it is released. */
export interface ClaimedPort {
  readonly port: number;
  readonly release: () => void;
}

/** Claims a port nobody listens on. Other claims, in any process, get another port until it is released. */
export async function claimPort(): Promise<ClaimedPort> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    // The UDP port of the same number is the lock: the system gives it to one process and frees it when that ends.
    const claim = createSocket('udp4');
    claim.unref();
    if (!(await binds(() => claim.bind({ port, address: '127.0.0.1', exclusive: true }), claim))) {
      claim.close();
      continue;
    }
    const server = createServer();
    if (await binds(() => server.listen(port, '127.0.0.1'), server)) {
      server.close();
      await once(server, 'close');
      return { port, release: () => void claim.close() };
    }
    claim.close();
  }
}

/** Resolves with true if the bind succeeded. */
function binds(bind: () => unknown, bound: NodeJS.EventEmitter): Promise<boolean> {
  return new Promise((resolve) => {
    bound.once('listening', () => resolve(true));
    bound.once('error', () => resolve(false));
    bind();
  });
}
