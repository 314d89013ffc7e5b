import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../ports/ports';

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
