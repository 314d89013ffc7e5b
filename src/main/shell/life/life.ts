import os from 'node:os';
import { app, Notification, powerMonitor, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { Clock, Dispose, Log, SettingsFile } from '../../ports/ports';
import type { Tunnel } from '../../ports/ports-lines';
import { callForAttention } from './attention';
import { Boxes } from './boxes';
import { Departure } from './departure';
import { watchNeeds, type DeskView } from './desk-watch';
import type { WayBack } from './leaving';
import { addressesOf, watchNetwork } from './network-watch';
import { busOf, canNotify, hasTray } from './session-bus';
import { keepAwake, nudgeOnResume } from './sleep';
import { openTray, type TrayIcon } from './tray';
import { trayWords } from './tray-words';
import { whatsOn, type WhatsOn } from './whats-on';

const NOTHING_ON: WhatsOn = { calls: 0, lines: 0 };

/** Dependencies of Switchboard's life on the desktop. */
export interface LifeParts {
  readonly projection: DeskView;
  readonly clock: Clock;
  readonly tunnel: Pick<Tunnel, 'nudge'>;
  readonly settings: SettingsFile;
  readonly log: Log;
  /** True when every caller is simulated, so that quitting harms nothing. */
  readonly isDemo: boolean;
  readonly window: () => BrowserWindow | undefined;
  readonly openWindow: () => void;
  readonly showCall: (callId: string) => void;
}

/** Switchboard's integration with the desktop. */
export interface Life {
  readonly boxes: Boxes;
  /** Watches the person's window, as soon as there is one. */
  readonly guard: (window: BrowserWindow) => void;
  /** Quits on behalf of a person: asks first while a call is on. */
  readonly quit: () => void;
}

/**
 * Starts the tray, the notifications, the guard on every way out, and the watchers that keep calls going through sleep and
 * network changes.
 */
export function beginLife(parts: LifeParts): Life {
  const { projection, clock, tunnel, settings, log, isDemo, window, openWindow, showCall } = parts;
  const isLinux = process.platform === 'linux';
  const askBus = busOf(process.env);
  const endings: Dispose[] = [];
  app.once('will-quit', () => endings.forEach((end) => end()));

  let tray: TrayIcon | undefined;
  const quit = (): void => departure.quit();

  /** Looks for the tray anew each time, because the tray service may start after us, or crash. */
  async function findTray(): Promise<boolean> {
    if (isLinux && !(await hasTray(askBus))) return false;
    try {
      if (tray === undefined) {
        const opened = openTray({ openWindow, showCall, quit });
        tray = opened;
        endings.push(
          () => opened.remove(),
          watchNeeds(projection, clock, (state, now) => opened.say(trayWords(state, now))),
        );
      }
      return true;
    } catch (error) {
      log.warn('shell.no-tray', { error: error instanceof Error ? error.name : 'unknown' });
      return false;
    }
  }
  async function wayBack(): Promise<WayBack> {
    if (process.platform === 'darwin') return 'dock';
    return (await findTray()) ? 'tray' : 'none';
  }

  const boxes = new Boxes(log);
  const on = (): WhatsOn => (isDemo ? NOTHING_ON : whatsOn(projection.state()));
  const departure = new Departure({ on, wayBack, window, boxes, settings });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => departure.leave());
  // Linux and macOS delay the shutdown for an app that asks; Electron's types lack the event.
  powerMonitor.on('shutdown', (event?: { preventDefault?(): void }) => {
    event?.preventDefault?.();
    departure.leave();
  });

  void findTray();
  endings.push(
    callForAttention({
      desk: projection,
      clock,
      window,
      canNotify: () => (isLinux ? canNotify(askBus) : Promise.resolve(Notification.isSupported())),
      showCall,
      log,
    }),
    keepAwake(projection, powerSaveBlocker),
    nudgeOnResume(powerMonitor, tunnel, log),
    watchNetwork(
      () => addressesOf(os.networkInterfaces()),
      () => {
        log.info('shell.network-changed');
        tunnel.nudge('network-changed');
      },
    ),
  );

  return { boxes, quit, guard: (opened) => departure.guard(opened) };
}
