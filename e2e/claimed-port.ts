import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems hand out by themselves: no connection of a process beside the tests can take one. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

/** A TCP port of this machine that belongs to one test until it is released. */
export interface ClaimedPort {
  readonly port: number;
  readonly release: () => void;
}

/** Claims a port that nobody listens on. Others who ask, in any process, are given another one until it is released. */
export async function claimPort(): Promise<ClaimedPort> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    // The UDP port of the same number stands for the claim: the system gives it to one process, and takes it back at its end.
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

/** Resolves with whether whoever is bound there got it. */
function binds(bind: () => unknown, bound: NodeJS.EventEmitter): Promise<boolean> {
  return new Promise((resolve) => {
    bound.once('listening', () => resolve(true));
    bound.once('error', () => resolve(false));
    bind();
  });
}
