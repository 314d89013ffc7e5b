import type { AudioChannels } from '../ports-headset';
import { cappedPort, type RawPort } from './capped-port';

/** More than any message of the audio channel; bytes. */
const MESSAGE_MAX_BYTES = 256;

/** Brings the page's audio port to where audio channels are taken. `onTooLarge`: the port was closed for what came through it. */
export function serveAudioPort(port: RawPort, channels: AudioChannels, onTooLarge: () => void): void {
  const capped = cappedPort(port, MESSAGE_MAX_BYTES, () => {
    onTooLarge();
    listener.onClosed();
  });
  const listener = channels.open({
    send: (message) => capped.postMessage(message),
    close: () => port.close(),
  });
  capped.on('close', () => listener.onClosed());
  capped.on('message', (message) => {
    const data = message?.data;
    if (typeof data === 'string') listener.onMessage(data);
    else if (data instanceof ArrayBuffer) listener.onMessage(new Uint8Array(data));
    else if (ArrayBuffer.isView(data))
      listener.onMessage(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
}
