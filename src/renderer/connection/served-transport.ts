import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Session } from './session';
import type { Connection, ConsoleClient, Transport } from './transport';

/** Serve mode's line: a WebSocket to the server the page came from, opened with the session's value as first message. */
export function createServedTransport(location: Location, session: Session): Transport {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    async open(signal) {
      const csrf = await session.open(signal);
      const socket = await openSocket(`${scheme}//${location.host}/console`, signal);
      socket.send(csrf);
      return connect(socket);
    },
  };
}

function openSocket(url: string, signal: AbortSignal): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    signal.addEventListener('abort', () => {
      if (socket.readyState === WebSocket.CONNECTING) socket.close();
    });
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('error', () => reject(new Error('The console socket failed')));
    socket.addEventListener('close', () => reject(new Error('The console socket closed')));
  });
}

function connect(websocket: WebSocket): Connection {
  const client: ConsoleClient = createORPCClient(new RPCLink({ websocket }));
  const closed = new Promise<void>((resolve) => websocket.addEventListener('close', () => resolve()));
  return { client, closed, close: () => websocket.close() };
}
