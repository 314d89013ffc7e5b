import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron';
import type { Log } from '../ports';
import { cappedPort, type ServedPort } from './capped-port';
import { RateLimit } from './rate-limit';
import { isFromConsole } from './sender';

/** The one channel there is. The preload speaks it too. */
const CONNECT = 'console:connect';

/** electron-store answers this one, to any page that asks, with where the data lie. Nobody here needs it. */
const UNGUARDED = 'electron-store-get-data';

const MESSAGE_MAX_BYTES = 256 * 1024;

/** A page asks once when it loads, and again when it lost its port. */
const CONNECTS_MAX = 20;
const CONNECTS_WITHIN_MS = 10_000;

/** What hands-over of ports needs to know. */
export interface HandOver {
  /** The console's own page, while there is one. */
  readonly page: () => WebContents | undefined;
  readonly pageOrigin: string;
  /** Answers what comes through a port; the port is closed by either side. */
  readonly serve: (port: ServedPort) => void;
  readonly log: Log;
}

/** Gives the console's page, and nobody else, a port to the main process. A page that asks again gives up the port it had. */
export function handOverPorts({ page, pageOrigin, serve, log }: HandOver): void {
  ipcMain.removeAllListeners(UNGUARDED);
  const limit = new RateLimit(CONNECTS_MAX, CONNECTS_WITHIN_MS);
  let isLimiting = false;
  let current: MessagePortMain | undefined;
  ipcMain.on(CONNECT, (event: IpcMainEvent) => {
    const frame = event.senderFrame;
    if (!frame || !isFromConsole(event.sender, frame, page(), pageOrigin)) {
      log.warn('shell.connect-refused', { sender: event.sender.id });
      return;
    }
    const isTooOften = !limit.mayPass(performance.now());
    if (isTooOften && !isLimiting)
      log.warn('shell.connects-limited', { max: CONNECTS_MAX, withinMs: CONNECTS_WITHIN_MS });
    isLimiting = isTooOften;
    if (isTooOften) return;
    current?.close();
    const { port1, port2 } = new MessageChannelMain();
    current = port1;
    serve(
      cappedPort(port1, MESSAGE_MAX_BYTES, () => log.warn('shell.message-too-large', { maxBytes: MESSAGE_MAX_BYTES })),
    );
    port1.start();
    frame.postMessage(CONNECT, null, [port2]);
  });
}
