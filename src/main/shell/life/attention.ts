import { app, Notification, type BrowserWindow } from 'electron';
import type { ConsoleState } from '../../../shared/call/console';
import type { Clock, Dispose, Log } from '../../ports/ports';
import type { ConsoleWindow } from '../console-window';
import { watchNeeds, type DeskView } from './desk-view';
import { noticesOf, telling, type Notice } from './notices';

/** Dependencies of `callForAttention`. */
export interface AttentionParts {
  readonly desk: DeskView;
  readonly clock: Clock;
  readonly console: Pick<ConsoleWindow, 'current' | 'showCall'>;
  /** Resolves with true when a notification can be shown now without blocking anybody. */
  readonly canNotify: () => Promise<boolean>;
  readonly log: Log;
}

/**
 * Notifies a person who is not looking at the window of every call that waits for them. A click on the notification opens the
 * call.
 */
export function callForAttention({ desk, clock, console, canNotify, log }: AttentionParts): Dispose {
  let told: ReadonlySet<string> = new Set();
  const shown = new Map<string, Notification>();

  function look(state: ConsoleState, now: number): void {
    const next = telling(noticesOf(state, now), told, isWatched(console.current()));
    told = next.told;
    void withdraw([...shown.keys()].filter((key) => !told.has(key)));
    if (next.due.length > 0) void tell(next.due);
  }

  async function tell(notices: readonly Notice[]): Promise<void> {
    flash(console.current());
    if (!(await canNotify())) return;
    for (const notice of notices) if (told.has(notice.key)) show(notice);
  }

  function show({ key, callId, title, body }: Notice): void {
    const notification = new Notification({ title, body });
    notification.on('click', () => console.showCall(callId));
    notification.on('failed', () => log.warn('shell.not-notified'));
    shown.set(key, notification);
    notification.show();
  }

  async function withdraw(keys: readonly string[]): Promise<void> {
    const settled = keys.flatMap((key) => shown.get(key) ?? []);
    for (const key of keys) shown.delete(key);
    if (settled.length > 0 && (await canNotify())) for (const notification of settled) notification.close();
  }

  const onBlur = (): void => look(desk.state(), clock.wallMs());
  app.on('browser-window-blur', onBlur);
  const unwatch = watchNeeds(desk, clock, look);
  return () => {
    app.removeListener('browser-window-blur', onBlur);
    unwatch();
    void withdraw([...shown.keys()]);
  };
}

function isWatched(window: BrowserWindow | undefined): boolean {
  return window !== undefined && window.isFocused() && window.isVisible() && !window.isMinimized();
}

/** Flashes the window's entry in the taskbar until it has the focus. */
function flash(window: BrowserWindow | undefined): void {
  if (window === undefined || window.isDestroyed() || window.isFocused()) return;
  window.flashFrame(true);
  window.once('focus', () => window.flashFrame(false));
}
