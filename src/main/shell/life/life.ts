import { app, Notification, powerMonitor, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { Clock, Dispose, Log, SettingsFile } from '../../ports/ports';
import type { Tunnel } from '../../ports/ports-lines';
import type { ConsoleWindow } from '../console-window';
import { RateLimit } from '../rate-limit';
import { callForAttention } from './attention';
import { Boxes, type Question } from './boxes';
import { Departure, type DepartureParts } from './departure';
import { watchNeeds, whatsOn, type DeskView, type WhatsOn } from './desk-view';
import type { WayBack } from './leaving';
import { SessionBus } from './session-bus';
import { keepAwake, nudgeOnNetworkChange, nudgeOnResume } from './sleep-and-network';
import { openTray, type TrayIcon } from './tray';
import { trayLabels } from './tray-content';

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
  readonly endWithin: DepartureParts['endWithin'];
  readonly console: Pick<ConsoleWindow, 'current' | 'show' | 'showCall'>;
}

/** Switchboard's integration with the desktop. */
export interface Life {
  /** Watches the person's window, as soon as there is one: asks before it closes, and reloads its page after a crash. */
  readonly guard: (window: BrowserWindow) => void;
  /** Quits on behalf of a person: asks first while a call is on. */
  readonly quit: () => void;
}

/**
 * Starts the tray, the notifications, the guard on every way out, and the watchers that keep calls going through sleep and
 * network changes.
 */
export function beginLife(parts: LifeParts): Life {
  const { projection, clock, tunnel, settings, log, isDemo, console, endWithin } = parts;
  const isLinux = process.platform === 'linux';
  const bus = new SessionBus(process.env);
  const endings: Dispose[] = [];
  app.once('will-quit', () => endings.forEach((end) => end()));

  let tray: TrayIcon | undefined;
  const quit = (): void => departure.quit();

  /** Looks for the tray anew each time, because the tray service may start after us, or crash. */
  async function findTray(): Promise<boolean> {
    if (isLinux && !(await bus.hasTray())) return false;
    try {
      if (tray === undefined) {
        const opened = openTray({ console, quit });
        tray = opened;
        endings.push(
          () => opened.remove(),
          watchNeeds(projection, clock, (state, now) => opened.say(trayLabels(state, now))),
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
  const departure = new Departure({ on, wayBack, console, boxes, settings, endWithin });
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
      console,
      canNotify: () => (isLinux ? bus.canNotify() : Promise.resolve(Notification.isSupported())),
      log,
    }),
    keepAwake(projection, powerSaveBlocker),
    nudgeOnResume(powerMonitor, tunnel, log),
    nudgeOnNetworkChange(tunnel, log),
  );

  return {
    quit,
    guard: (window) => {
      departure.guard(window);
      reloadAfterCrash(window, { boxes, quit, log });
    },
  };
}

const RELOADS_MAX = 3;
const RELOADS_WITHIN_MS = 60_000;

const KEEPS_FAILING: Question = {
  type: 'error',
  message: 'The window keeps failing',
  detail: 'Lines and calls go on without it. Load it again, or quit Switchboard.',
  answers: ['Load it again', 'Quit'],
  usual: 0,
};

interface CrashParts {
  readonly boxes: Boxes;
  readonly quit: () => void;
  readonly log: Log;
}

/**
 * Reloads a crashed page, three times a minute at most; after that the person decides. Calls live in this process, so a crash
 * only blanks the console for a moment.
 */
function reloadAfterCrash(window: BrowserWindow, { boxes, quit, log }: CrashParts): void {
  const limit = new RateLimit(RELOADS_MAX, RELOADS_WITHIN_MS);
  const reload = (): void => {
    if (!window.isDestroyed()) window.webContents.reload();
  };
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const again = limit.mayPass(performance.now());
    log.error('shell.page-gone', { reason, again });
    if (again) reload();
    else void boxes.ask(KEEPS_FAILING, window).then((answer) => (answer === 0 ? reload() : answer === 1 && quit()));
  });
}
