import { execFile } from 'node:child_process';

const ANSWER_WITHIN_MS = 2000;

/** A method call on the session bus of a Linux desktop. The methods used here change nothing. */
interface BusQuestion {
  readonly service: string;
  readonly object: string;
  readonly method: string;
  readonly args?: readonly string[];
}

/** The session bus of a Linux desktop, asked for what Electron cannot tell. */
export class SessionBus {
  private readonly env: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    const uid = process.getuid?.();
    const address = environment['DBUS_SESSION_BUS_ADDRESS'] ?? `unix:path=/run/user/${String(uid)}/bus`;
    this.env = { ...environment, DBUS_SESSION_BUS_ADDRESS: address };
  }

  /** True when this desktop shows tray icons. An icon that nobody shows is no way back to the window. */
  async hasTray(): Promise<boolean> {
    const answer = await this.ask({
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
  async canNotify(): Promise<boolean> {
    const answer = await this.ask({
      service: 'org.freedesktop.Notifications',
      object: '/org/freedesktop/Notifications',
      method: 'org.freedesktop.Notifications.GetServerInformation',
    });
    return answer !== undefined;
  }

  /**
   * Asks a service; undefined means no bus, no such service, or no answer in time. It asks through a separate process, because
   * a service may hang and this process has callers to serve. A machine without `dbus-send` counts as no answer.
   */
  ask({ service, object, method, args = [] }: BusQuestion): Promise<string | undefined> {
    return new Promise((resolve) => {
      execFile(
        'dbus-send',
        ['--session', '--print-reply=literal', `--dest=${service}`, object, method, ...args],
        { env: this.env, timeout: ANSWER_WITHIN_MS, killSignal: 'SIGKILL' },
        (error, stdout) => resolve(error === null ? stdout : undefined),
      );
    });
  }
}
