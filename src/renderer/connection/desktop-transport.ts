import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { Connection, ConsoleClient, Transport } from './transport';

const CONNECT = 'switchboard:connect';
const PORT = 'switchboard:port';

/** Whether the page runs in the desktop app, whose preload said so. */
export function isDesktop(page: Window): boolean {
  const { switchboard } = page as { switchboard?: { desktop?: unknown } };
  return switchboard?.desktop === true;
}

/** The desktop app's line: every `open` asks the preload for a fresh MessagePort. */
export function createDesktopTransport(page: Window): Transport {
  return {
    async open(signal) {
      return connect(await askForPort(page, signal));
    },
  };
}

function askForPort(page: Window, signal: AbortSignal): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const onMessage = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source !== page || event.data !== PORT || port === undefined) return;
      page.removeEventListener('message', onMessage);
      resolve(port);
    };
    page.addEventListener('message', onMessage);
    signal.addEventListener('abort', () => {
      page.removeEventListener('message', onMessage);
      reject(new Error('No port came'));
    });
    page.postMessage(CONNECT, page.location.origin);
  });
}

function connect(port: MessagePort): Connection {
  const client: ConsoleClient = createORPCClient(new RPCLink({ port }));
  const closed = new Promise<void>((resolve) => port.addEventListener('close', () => resolve()));
  port.start();
  return { client, closed, close: () => port.close() };
}
