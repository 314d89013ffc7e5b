import { SessionOver } from './transport';

const REFUSED = [401, 403, 410];

/** Takes the one-time token out of the page's link, `#t=…`, so that it is neither seen nor kept; null when there is none. */
export function takeLinkToken(location: Location, history: Pick<History, 'replaceState'>): string | null {
  const token = /^#t=(.+)$/.exec(location.hash)?.[1];
  if (token === undefined) return null;
  history.replaceState(null, '', location.pathname + location.search);
  return token;
}

/** The session of a served page: opened once with the link's token, afterwards known by its cookie. */
export class Session {
  #token: string | null;
  readonly #fetch: typeof fetch;

  constructor(token: string | null, fetchFrom: typeof fetch) {
    this.#token = token;
    this.#fetch = fetchFrom;
  }

  /** The value that opens the console's socket. Throws `SessionOver` when neither token nor cookie is taken. */
  async open(signal: AbortSignal): Promise<string> {
    const token = this.#token;
    if (token !== null) {
      const csrf = await this.#post({ token }, signal);
      this.#token = null;
      if (csrf !== null) return csrf;
    }
    const csrf = await this.#post({}, signal);
    if (csrf === null) throw new SessionOver();
    return csrf;
  }

  async #post(body: { readonly token?: string }, signal: AbortSignal): Promise<string | null> {
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
