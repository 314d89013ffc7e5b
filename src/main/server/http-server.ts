import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../ports/ports';

/** Address of both servers: nobody outside this machine reaches them. */
export const LOOPBACK = '127.0.0.1';
const REQUEST_TIMEOUT_MS = 5000;

/** Options of both servers; times in ms, sizes in bytes. Their timeouts end whoever connects and stalls. */
export const SERVER_OPTIONS = {
  logger: false,
  requestTimeout: REQUEST_TIMEOUT_MS,
  keepAliveTimeout: 5000,
  forceCloseConnections: true,
  http: {
    maxHeaderSize: 8 * 1024,
    headersTimeout: 3000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 500,
  },
} as const;

/** Starts to listen on this machine only, and resolves with the port. `asked`: 0 for any free one. */
export async function listenHere(app: FastifyInstance, asked: number): Promise<number> {
  await app.listen({ port: asked, host: LOOPBACK });
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : asked;
}

/** Tracks a server's open connections, upgraded ones too. Each has an error listener from its first moment. */
export function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}

/** Closes a server, and cuts off every connection still open after `graceMs`. */
export async function closeAll(
  close: () => Promise<unknown>,
  sockets: ReadonlySet<Socket>,
  clock: Clock,
  graceMs: number,
): Promise<void> {
  const stopGrace = clock.after(graceMs, () => {
    for (const socket of sockets) socket.destroy();
  });
  await close();
  stopGrace();
}

/** Answers a raw socket with an empty response and closes it. */
export function endWith(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
