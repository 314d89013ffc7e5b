import { execFile } from 'node:child_process';

const ANSWER_WITHIN_MS = 2000;

/** A method call on the session bus of a Linux desktop. The methods used here change nothing. */
interface BusQuestion {
  readonly service: string;
  readonly object: string;
  readonly method: string;
  readonly args?: readonly string[];
}

/** Asks a D-Bus service. Undefined means no bus, no such service, or no answer in time. */
export type AskBus = (question: BusQuestion) => Promise<string | undefined>;

/**
 * Asks through a separate process, because a service may hang and this process has callers to serve. A machine without
 * `dbus-send` counts as no answer.
 */
export function busOf(environment: NodeJS.ProcessEnv): AskBus {
  const uid = process.getuid?.();
  const address = environment['DBUS_SESSION_BUS_ADDRESS'] ?? `unix:path=/run/user/${String(uid)}/bus`;
  const env = { ...environment, DBUS_SESSION_BUS_ADDRESS: address };
  return ({ service, object, method, args = [] }) =>
    new Promise((resolve) => {
      execFile(
        'dbus-send',
        ['--session', '--print-reply=literal', `--dest=${service}`, object, method, ...args],
        { env, timeout: ANSWER_WITHIN_MS, killSignal: 'SIGKILL' },
        (error, stdout) => resolve(error === null ? stdout : undefined),
      );
    });
}

/**
 * True when this desktop shows tray icons. Electron cannot tell, and an icon that nobody shows is no way back to the window.
 */
export async function hasTray(ask: AskBus): Promise<boolean> {
  const answer = await ask({
    service: 'org.freedesktop.DBus',
    object: '/org/freedesktop/DBus',
    method: 'org.freedesktop.DBus.NameHasOwner',
    args: ['string:org.kde.StatusNotifierWatcher'],
  });
  return answer?.includes('boolean true') ?? false;
}

/**
 * True when a notification service exists and answers. Electron waits for that service in the main thread, 25 s for each
 * request, and every caller waits too.
 */
export async function canNotify(ask: AskBus): Promise<boolean> {
  const answer = await ask({
    service: 'org.freedesktop.Notifications',
    object: '/org/freedesktop/Notifications',
    method: 'org.freedesktop.Notifications.GetServerInformation',
  });
  return answer !== undefined;
}
