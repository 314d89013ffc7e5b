import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock, Dispose } from '../../ports/ports';

const SECRET_BYTES = 32;
const MAX_LINKS = 8;
const MAX_SESSIONS = 32;

/** Life of a link, in which it opens one session; ms. */
export const LINK_LIFE_MS = 120_000;
/** Idle time after which a session is over; ms. */
const IDLE_MS = 12 * 3_600_000;

/** Session of one browser that opened a link. */
export interface Session {
  /** Value the page proves it knows when it opens a socket; a foreign page cannot know it. */
  readonly csrf: string;
  /** Keeps the session alive while a socket is open. `onRevoked` is called when the session is revoked. */
  use(onRevoked: () => void): Dispose;
}

interface KeptSession extends Session {
  readonly sockets: Set<() => void>;
  usedAtMs: number;
}

/** Links and the sessions they opened, in memory only: a restart ends them all. Secrets are stored as hashes. */
export class ConsoleSessions {
  /**
   * Cookie name, new for each start: browsers send a cookie to every port of a host, and others must not overwrite
   * ours.
   */
  readonly cookieName = `switchboard_${randomBytes(4).toString('hex')}`;
  private readonly links = new Map<string, number>();
  private readonly sessions = new Map<string, KeptSession>();

  constructor(private readonly clock: Clock) {}

  /** Creates a token that opens one session, once, within `LINK_LIFE_MS`. */
  newLinkToken(): string {
    const token = newSecret();
    this.links.set(hash(token), this.clock.nowMs() + LINK_LIFE_MS);
    dropOldest(this.links, MAX_LINKS);
    return token;
  }

  /**
   * Exchanges a token for a session and burns it. Undefined: unknown, used or too old. `cookie` is the value that names
   * the session.
   */
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

  /** Finds the session that a `Cookie` header names, and marks it as used now. */
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

  /** Ends every session and its sockets. */
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

/** Compares two secrets in constant time. */
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

/** Returns the value of one cookie. Of two with the same name somebody else set one, so neither counts. */
function cookieNamed(name: string, header: string | undefined): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each.startsWith(`${name}=`))
    .map((each) => each.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}
