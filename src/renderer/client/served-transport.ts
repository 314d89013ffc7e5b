import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import {
  assertFits,
  SessionOver,
  type AudioPipe,
  type Connection,
  type ConsoleClient,
  type Transport,
} from './transport';

/** Deadline for an audio socket to open, in ms; after that it is given up. */
const AUDIO_OPEN_MS = 5000;

/**
 * Creates the transport of serve mode: a WebSocket to the page's server, opened with the session's value as first
 * message.
 */
export function createServedTransport(page: Window): Transport {
  const { location, history, sessionStorage } = page;
  const fetchFrom: typeof fetch = (input, init) => page.fetch(input, init);
  const session = new Session(takeLinkToken(location, history), sessionStorage, fetchFrom);
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const base = `${scheme}//${location.host}`;
  return {
    async open(signal) {
      const csrf = await session.open(signal);
      const socket = await openSocket(`${base}/console`, signal);
      socket.send(csrf);
      return connect(socket, async (onMessage) => {
        const audio = await openSocket(`${base}/audio`, AbortSignal.timeout(AUDIO_OPEN_MS));
        audio.send(csrf);
        return audioOver(audio, onMessage);
      });
    },
  };
}

function openSocket(url: string, signal: AbortSignal): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    signal.addEventListener('abort', () => {
      if (socket.readyState === WebSocket.CONNECTING) socket.close();
    });
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('error', () => reject(new Error('The console socket failed')));
    socket.addEventListener('close', () => reject(new Error('The console socket closed')));
  });
}

function connect(websocket: WebSocket, openAudio: Connection['openAudio']): Connection {
  const client: ConsoleClient = createORPCClient(new RPCLink({ websocket: checked(websocket) }));
  return { client, openAudio, closed: closing(websocket), close: () => websocket.close() };
}

/** Socket of the console API that refuses what is too large before it is sent. */
function checked(
  socket: WebSocket,
): Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'readyState' | 'send'> {
  return {
    addEventListener: socket.addEventListener.bind(socket),
    removeEventListener: socket.removeEventListener.bind(socket),
    get readyState() {
      return socket.readyState;
    },
    send: (message) => {
      assertFits(message);
      socket.send(message);
    },
  };
}

function audioOver(socket: WebSocket, onMessage: (message: string | Uint8Array) => void): AudioPipe {
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) =>
    onMessage(typeof data === 'string' ? data : new Uint8Array(data)),
  );
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(message);
    },
    closed: closing(socket),
    close: () => socket.close(),
  };
}

function closing(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => socket.addEventListener('close', () => resolve()));
}

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
type SessionMemory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

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
