import { MAX_REQUEST_BYTES, tooLargeAnswer } from '../../shared/contract/request-limit';
import type { AudioChannelListener, AudioChannels } from '../ports/ports-headset';

/** A port in the form the contract's server expects. */
export interface ServedPort {
  on(event: string, listener: (message?: { readonly data: unknown }) => void): void;
  postMessage(data: unknown): void;
}

/** A port in Electron's form. */
interface RawPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(data: unknown): void;
  close(): void;
}

/** Wraps the port of the console API. It stays open when a request is too large, and closes over a message that is none. */
export function requestPort(port: RawPort, onTooLarge: () => void): ServedPort {
  return cappedPort(port, MAX_REQUEST_BYTES, onTooLarge, tooLargeAnswer);
}

/**
 * Wraps a port so that the first message larger than `maxBytes`, or neither text nor bytes, closes it, unless `refusal` has an
 * answer to it.
 */
function cappedPort(
  port: RawPort,
  maxBytes: number,
  onTooLarge: () => void,
  refusal: (message: string) => string | undefined = () => undefined,
): ServedPort {
  let shut = false;
  return {
    postMessage: (data) => port.postMessage(data),
    on: (event, listener) => {
      if (event === 'close') port.on('close', () => listener());
      if (event !== 'message') return;
      port.on('message', (message) => {
        if (shut) return;
        if (sizeOf(message.data) <= maxBytes) {
          listener(message);
          return;
        }
        onTooLarge();
        const answer = typeof message.data === 'string' ? refusal(message.data) : undefined;
        shut = answer === undefined;
        if (answer === undefined) port.close();
        else port.postMessage(answer);
      });
    },
  };
}

/** Upper bound for any message of the audio channel, in bytes. */
const AUDIO_MESSAGE_MAX_BYTES = 256;

/**
 * Hands the page's audio port to the audio channels at its first message. A page has the port from the start, and may never
 * need it. `onTooLarge`: called when a message of the wrong size or kind closed the port.
 */
export function serveAudioPort(port: RawPort, channels: AudioChannels, onTooLarge: () => void): void {
  let listener: AudioChannelListener | undefined;
  const capped = cappedPort(port, AUDIO_MESSAGE_MAX_BYTES, () => {
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

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength;
  return Infinity;
}
