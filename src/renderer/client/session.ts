import { SessionOver } from './transport';

const REFUSED = [401, 403, 410];

/**
 * Takes the one-time token, `#t=…`, out of the page's link, so that it is neither seen nor kept; null if there is none.
 */
export function takeLinkToken(location: Location, history: Pick<History, 'replaceState'>): string | null {
  const token = /^#t=(.+)$/.exec(location.hash)?.[1];
  if (token === undefined) return null;
  history.replaceState(null, '', location.pathname + location.search);
  return token;
}

/** Storage that keeps the session's value over a reload: the tab's own, which no other port can read. */
export type SessionMemory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const REMEMBERED_AS = 'switchboard-session';

/**
 * Session of a served page. It is opened once with the link's token, and afterwards proven with the value it was given.
 */
export class Session {
  #token: string | null;
  readonly #memory: SessionMemory;
  readonly #fetch: typeof fetch;

  constructor(token: string | null, memory: SessionMemory, fetchFrom: typeof fetch) {
    this.#token = token;
    this.#memory = memory;
    this.#fetch = fetchFrom;
  }

  /** Returns the value that opens the console's socket. Throws `SessionOver` when there is no session to go on with. */
  async open(signal: AbortSignal): Promise<string> {
    if (this.#token !== null) {
      const csrf = await this.#post({ token: this.#token }, signal);
      this.#token = null;
      if (csrf !== null) {
        this.#memory.setItem(REMEMBERED_AS, csrf);
        return csrf;
      }
    }
    const remembered = this.#memory.getItem(REMEMBERED_AS);
    const csrf = remembered === null ? null : await this.#post({ csrf: remembered }, signal);
    if (csrf !== null) return csrf;
    this.#memory.removeItem(REMEMBERED_AS);
    throw new SessionOver();
  }

  async #post(
    body: { readonly token: string } | { readonly csrf: string },
    signal: AbortSignal,
  ): Promise<string | null> {
    const response = await this.#fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal,
    });
    if (REFUSED.includes(response.status)) return null;
    if (!response.ok) throw new Error(`The server answered ${response.status}`);
    const answer: unknown = await response.json();
    if (typeof answer === 'object' && answer !== null && 'csrf' in answer && typeof answer.csrf === 'string') {
      return answer.csrf;
    }
    throw new Error('The server answered without a session');
  }
}
