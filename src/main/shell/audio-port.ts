import type { AudioChannelListener, AudioChannels } from '../ports/ports-headset';
import { cappedPort, type RawPort } from './capped-port';

/** Upper bound for any message of the audio channel, in bytes. */
const MESSAGE_MAX_BYTES = 256;

/**
 * Hands the page's audio port to the audio channels at its first message. A page has the port from the start, and may never
 * need it. `onTooLarge`: called when a message of the wrong size or kind closed the port.
 */
export function serveAudioPort(port: RawPort, channels: AudioChannels, onTooLarge: () => void): void {
  let listener: AudioChannelListener | undefined;
  const capped = cappedPort(port, MESSAGE_MAX_BYTES, () => {
    onTooLarge();
    listener?.onClosed();
  });
  const tell = (message: string | Uint8Array): void => {
    listener ??= channels.open({
      send: (answer) => capped.postMessage(answer),
      close: () => port.close(),
    });
    listener.onMessage(message);
  };
  capped.on('close', () => listener?.onClosed());
  capped.on('message', (message) => {
    const data = message?.data;
    if (typeof data === 'string') tell(data);
    else if (data instanceof ArrayBuffer) tell(new Uint8Array(data));
    else if (ArrayBuffer.isView(data)) tell(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
}
