import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron';
import type { Log } from '../ports/ports';
import type { AudioChannels } from '../ports/ports-headset';
import { serveAudioPort } from './audio-port';
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
  readonly audio: AudioChannels;
  readonly log: Log;
}

/**
 * Gives the console's page, and nobody else, two ports to the main process: one for the contract, one for audio. A page that
 * asks again gives up those it had.
 */
export function handOverPorts({ page, pageOrigin, serve, audio, log }: HandOver): void {
  ipcMain.removeAllListeners(UNGUARDED);
  const limit = new RateLimit(CONNECTS_MAX, CONNECTS_WITHIN_MS);
  let isLimiting = false;
  let current: readonly MessagePortMain[] = [];
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
    for (const port of current) port.close();
    const api = new MessageChannelMain();
    const sound = new MessageChannelMain();
    current = [api.port1, sound.port1];
    serve(
      cappedPort(api.port1, MESSAGE_MAX_BYTES, () =>
        log.warn('shell.message-too-large', { maxBytes: MESSAGE_MAX_BYTES }),
      ),
    );
    serveAudioPort(sound.port1, audio, () => log.warn('shell.audio-message-too-large'));
    for (const port of current) port.start();
    frame.postMessage(CONNECT, null, [api.port2, sound.port2]);
  });
}
