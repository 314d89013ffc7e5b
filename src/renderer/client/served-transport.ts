import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Session } from './session';
import type { AudioPipe, Connection, ConsoleClient, Transport } from './transport';

/** Deadline for an audio socket to open, in ms; after that it is given up. */
const AUDIO_OPEN_MS = 5000;

/**
 * Creates the transport of serve mode: a WebSocket to the page's server, opened with the session's value as first
 * message.
 */
export function createServedTransport(location: Location, session: Session): Transport {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const base = `${scheme}//${location.host}`;
  return {
    async open(signal) {
      const csrf = await session.open(signal);
      const socket = await openSocket(`${base}/console`, signal);
      socket.send(csrf);
      return connect(socket, async (onMessage) => {
        const audio = await openSocket(`${base}/audio`, AbortSignal.timeout(AUDIO_OPEN_MS));
        audio.send(csrf);
        return audioOver(audio, onMessage);
      });
    },
  };
}

function openSocket(url: string, signal: AbortSignal): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    signal.addEventListener('abort', () => {
      if (socket.readyState === WebSocket.CONNECTING) socket.close();
    });
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('error', () => reject(new Error('The console socket failed')));
    socket.addEventListener('close', () => reject(new Error('The console socket closed')));
  });
}

function connect(websocket: WebSocket, openAudio: Connection['openAudio']): Connection {
  const client: ConsoleClient = createORPCClient(new RPCLink({ websocket }));
  return { client, openAudio, closed: closing(websocket), close: () => websocket.close() };
}

function audioOver(socket: WebSocket, onMessage: (message: string | Uint8Array) => void): AudioPipe {
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) =>
    onMessage(typeof data === 'string' ? data : new Uint8Array(data)),
  );
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(message);
    },
    closed: closing(socket),
    close: () => socket.close(),
  };
}

function closing(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => socket.addEventListener('close', () => resolve()));
}
