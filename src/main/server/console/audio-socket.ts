import type { WebSocket } from 'ws';
import type { Clock } from '../../ports/ports';
import type { AudioChannels } from '../../ports/ports-headset';
import { keepAlive } from './console-socket';

/**
 * Cut-off for unsent bytes, 4 s of audio. The channel stops long before, so a socket with more is not being read at
 * all.
 */
const MAX_WAITING_BYTES = 64 * 1024;

interface AudioSocketOptions {
  readonly socket: WebSocket;
  readonly channels: AudioChannels;
  readonly clock: Clock;
  readonly onRefused: (reason: string) => void;
}

/** Connects a page's proven audio socket to the audio channels. */
export function serveAudioSocket({ socket, channels, clock, onRefused }: AudioSocketOptions): void {
  keepAlive(socket, clock);
  const listener = channels.open({
    send: (message) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(message);
      if (socket.bufferedAmount <= MAX_WAITING_BYTES) return;
      onRefused('slow-reader');
      socket.terminate();
    },
    close: () => socket.close(1008),
  });
  socket.on('message', (data: Buffer, isBinary) => listener.onMessage(isBinary ? data : data.toString('utf8')));
  socket.on('close', () => listener.onClosed());
}
