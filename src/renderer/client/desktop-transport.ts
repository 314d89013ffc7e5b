import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { assertFits, type Connection, type ConsoleClient, type Transport } from './transport';

const CONNECT = 'switchboard:connect';
const PORT = 'switchboard:port';

/** True when the page runs in the desktop app, as its preload says. */
export function isDesktop(page: Window): boolean {
  const { switchboard } = page as { switchboard?: { desktop?: unknown } };
  return switchboard?.desktop === true;
}

/**
 * Creates the transport of the desktop app. Every `open` asks the preload for two fresh MessagePorts, one for the
 * contract and one for audio.
 */
export function createDesktopTransport(page: Window): Transport {
  return {
    async open(signal) {
      return connect(await askForPorts(page, signal));
    },
  };
}

interface Ports {
  readonly api: MessagePort;
  readonly audio: MessagePort;
}

function askForPorts(page: Window, signal: AbortSignal): Promise<Ports> {
  return new Promise((resolve, reject) => {
    const onMessage = (event: MessageEvent): void => {
      const [api, audio] = event.ports;
      if (event.source !== page || event.data !== PORT || api === undefined || audio === undefined) return;
      page.removeEventListener('message', onMessage);
      resolve({ api, audio });
    };
    page.addEventListener('message', onMessage);
    signal.addEventListener('abort', () => {
      page.removeEventListener('message', onMessage);
      reject(new Error('No ports came'));
    });
    page.postMessage(CONNECT, page.location.origin);
  });
}

/** Makes one connection of both ports: when either is gone, the page asks for two new ones. */
function connect({ api, audio }: Ports): Connection {
  const client: ConsoleClient = createORPCClient(new RPCLink({ port: checked(api) }));
  const close = (): void => {
    api.close();
    audio.close();
  };
  const audioClosed = closing(audio);
  const closed = Promise.race([closing(api), audioClosed]).then(close);
  api.start();
  return {
    client,
    openAudio: async (onMessage) => {
      audio.onmessage = ({ data }: MessageEvent<string | Uint8Array>) => onMessage(data);
      return { send: (message) => audio.postMessage(message), closed: audioClosed, close };
    },
    closed,
    close,
  };
}

/** Port of the console API that refuses what is too large before it is sent. */
function checked(port: MessagePort): Pick<MessagePort, 'addEventListener' | 'postMessage'> {
  return {
    addEventListener: port.addEventListener.bind(port),
    postMessage: (message: unknown) => {
      assertFits(message);
      port.postMessage(message);
    },
  };
}

function closing(port: MessagePort): Promise<void> {
  return new Promise((resolve) => port.addEventListener('close', () => resolve()));
}
