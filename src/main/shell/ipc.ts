import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron';
import { MAX_REQUEST_BYTES } from '../../shared/contract/request-limit';
import type { Log } from '../ports/ports';
import type { AudioChannels } from '../ports/ports-headset';
import { isFromConsole } from './console-page';
import { RateLimit } from './rate-limit';
import { requestPort, serveAudioPort, type ServedPort } from './served-port';

/** The only IPC channel, also named in the preload. */
const CONNECT = 'console:connect';

/** Channel on which electron-store tells any page where the data lie. Nothing here needs it. */
const UNGUARDED = 'electron-store-get-data';

/** Limit of port requests. A page asks once when it loads, and again after losing its port. */
const CONNECTS_MAX = 20;
const CONNECTS_WITHIN_MS = 10_000;

/** Dependencies of `handOverPorts`. */
export interface HandOver {
  /** The console's own page, while one exists. */
  readonly page: () => WebContents | undefined;
  readonly pageOrigin: string;
  /** Serves the requests of a port; either side may close it. */
  readonly serve: (port: ServedPort) => void;
  readonly audio: AudioChannels;
  readonly log: Log;
}

/**
 * Gives the console's page, and no other, two ports to the main process: one for the contract, one for audio. A page that asks
 * again loses its earlier ports.
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
    serve(requestPort(api.port1, () => log.warn('shell.message-too-large', { maxBytes: MAX_REQUEST_BYTES })));
    serveAudioPort(sound.port1, audio, () => log.warn('shell.audio-message-too-large'));
    for (const port of current) port.start();
    frame.postMessage(CONNECT, null, [api.port2, sound.port2]);
  });
}
