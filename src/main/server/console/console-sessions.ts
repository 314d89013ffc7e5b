import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock, Dispose } from '../../ports/ports';

const SECRET_BYTES = 32;
const MAX_LINKS = 8;
const MAX_SESSIONS = 32;

/** A link opens one session within this time; ms. */
export const LINK_LIFE_MS = 120_000;
/** A session nobody used for this long is over; ms. */
const IDLE_MS = 12 * 3_600_000;

/** One browser that came through a link. */
export interface Session {
  /** What the page says at the door of the socket; a foreign page cannot know it. */
  readonly csrf: string;
  /** Keeps the session from ageing while a socket is open. `onRevoked` is called when it is taken back. */
  use(onRevoked: () => void): Dispose;
}

interface KeptSession extends Session {
  readonly sockets: Set<() => void>;
  usedAtMs: number;
}

/** Links and the sessions they opened, in memory only: a restart ends them all. Secrets are kept as hashes. */
export class ConsoleSessions {
  /** Of its own for each start: a cookie is told to every port of a host, and others must not overwrite ours. */
  readonly cookieName = `switchboard_${randomBytes(4).toString('hex')}`;
  private readonly links = new Map<string, number>();
  private readonly sessions = new Map<string, KeptSession>();

  constructor(private readonly clock: Clock) {}

  /** A token that opens one session, once, within `lifeMs`. */
  newLinkToken(lifeMs = LINK_LIFE_MS): string {
    const token = newSecret();
    this.links.set(hash(token), this.clock.nowMs() + lifeMs);
    dropOldest(this.links, MAX_LINKS);
    return token;
  }

  /** Burns the token. Undefined: unknown, used or too old. `cookie` is the value that names the session. */
  open(token: string): { readonly cookie: string; readonly csrf: string } | undefined {
    const key = hash(token);
    const untilMs = this.links.get(key);
    this.links.delete(key);
    if (untilMs === undefined || this.clock.nowMs() > untilMs) return undefined;
    const cookie = newSecret();
    const session = this.keep();
    this.sessions.set(hash(cookie), session);
    dropOldest(this.sessions, MAX_SESSIONS, revoke);
    return { cookie, csrf: session.csrf };
  }

  /** The session a `Cookie` header names, used just now. */
  find(cookieHeader: string | undefined): Session | undefined {
    const cookie = cookieNamed(this.cookieName, cookieHeader);
    if (cookie === undefined) return undefined;
    const key = hash(cookie);
    const session = this.sessions.get(key);
    if (session === undefined) return undefined;
    const nowMs = this.clock.nowMs();
    if (session.sockets.size === 0 && nowMs - session.usedAtMs > IDLE_MS) {
      this.sessions.delete(key);
      return undefined;
    }
    session.usedAtMs = nowMs;
    return session;
  }

  /** Ends every session and the sockets opened with it. */
  revokeAll(): void {
    for (const session of this.sessions.values()) revoke(session);
    this.sessions.clear();
  }

  private keep(): KeptSession {
    const { clock } = this;
    const sockets = new Set<() => void>();
    const session: KeptSession = {
      csrf: newSecret(),
      sockets,
      usedAtMs: clock.nowMs(),
      use: (onRevoked) => {
        const socket = (): void => onRevoked();
        sockets.add(socket);
        return () => {
          sockets.delete(socket);
          session.usedAtMs = clock.nowMs();
        };
      },
    };
    return session;
  }
}

/** Whether two secrets are the same, in a time that tells nothing. */
export function isSame(given: string, kept: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(kept).digest());
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function revoke({ sockets }: KeptSession): void {
  for (const close of [...sockets]) close();
}

function dropOldest<V>(map: Map<string, V>, max: number, onDrop?: (value: V) => void): void {
  for (const [key, value] of map) {
    if (map.size <= max) return;
    map.delete(key);
    onDrop?.(value);
  }
}

/** The value of one cookie. Two of the same name: somebody else set one of them, so neither counts. */
function cookieNamed(name: string, header: string | undefined): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each.startsWith(`${name}=`))
    .map((each) => each.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}
