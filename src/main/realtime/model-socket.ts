import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, type RawData } from 'ws';
import { z } from 'zod';
import type { ModelFailure } from '../../shared/call/events/call';
import { assertNever } from '../../shared/std/assert-never';
import { errorCode, faultOf, parsedJson } from '../../shared/std/guards';
import type { Clock, Dispose } from '../ports/ports';
import { maskedTextFrame } from './fast-path/masked-frame';

/** Time between pings, ms: a service of which nothing comes between two of them is gone, which takes 3 s to find out. */
const PING_EVERY_MS = 1500;
/** Delay of our own, ms, beyond which a ping's answer may be here and not read yet. */
const LATE_MS = 500;
/** Time allowed for a clean close, in ms; then the socket is cut. */
const CLOSE_DEADLINE_MS = 1000;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** Unsent bytes above which the service counts as too slow. Audio is dropped until half of them are gone. */
const MAX_UNSENT_BYTES = 64 * 1024;
const MAX_SLOW_MS = 10_000;
/** Limits of the body of a refusal, which only explains the HTTP status; ms and bytes. */
const REFUSAL_MS = 500;
const MAX_REFUSAL_BYTES = 4096;

const RefusalSchema = z.object({ error: z.object({ code: z.string().max(80) }) });

/**
 * Reason a socket ended. `refused`: the HTTP status, and the service's error code or an empty one. Otherwise `code` is the
 * WebSocket close code or the system error code; `broken` is a fault of our own.
 */
export type SocketEnd =
  | { readonly how: 'refused'; readonly status: number; readonly code: string }
  | { readonly how: 'closed'; readonly code: number }
  | { readonly how: 'failed'; readonly code: string }
  | { readonly how: 'silent' }
  | { readonly how: 'slow' }
  | { readonly how: 'broken'; readonly error: string };

export interface SocketListener {
  onOpen(): void;
  /** Called for each frame; null is a binary frame, which this protocol does not have. */
  onFrame(text: string | null): void;
  /** The service reads too slowly; audio is dropped from now on. */
  onSlow(): void;
  /** Called once, unless `close` came first. Nothing follows. */
  onEnd(end: SocketEnd): void;
}

/** One WebSocket to a Realtime server. It is bounded, watched by pings, and closes without leftovers in any state. */
export class ModelSocket {
  private readonly socket: WebSocket;
  /** The connection under the socket. */
  private transport: Socket | null = null;
  private stopPing: Dispose = () => undefined;
  private stopRefusal: Dispose = () => undefined;
  private isPongDue = false;
  private slowSinceMs: number | null = null;
  private isOver = false;

  /** With `hasFastPath` false, the WebSocket library frames audio as well. @throws when `key` cannot stand in a header */
  constructor(
    url: URL,
    key: string,
    private readonly clock: Clock,
    private readonly listener: SocketListener,
    private readonly hasFastPath = true,
    moreHeaders: Readonly<Record<string, string>> = {},
  ) {
    const socket = new WebSocket(url, {
      headers: { Authorization: `Bearer ${key}`, ...moreHeaders },
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: MAX_FRAME_BYTES,
    });
    this.socket = socket;
    socket.on('error', (error) => this.end({ how: 'failed', code: errorCode(error) ?? error.name }));
    socket.on('unexpected-response', (request, response) => this.refused(request, response));
    socket.on('upgrade', (response) => {
      this.transport = response.socket;
    });
    socket.on('open', () => this.opened());
    socket.on('message', (data, isBinary) => this.received(data, isBinary));
    socket.on('close', (code) => this.end({ how: 'closed', code }));
    socket.on('pong', () => {
      this.isPongDue = false;
    });
  }

  /** Sends one frame; does nothing when the socket is not open. */
  send(frame: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  /** Sends one frame of audio, ASCII only. Drops it while too many earlier bytes are still unsent. */
  sendAudio(frame: string): void {
    const { socket } = this;
    if (socket.readyState !== WebSocket.OPEN) return;
    if (this.slowSinceMs !== null || socket.bufferedAmount > MAX_UNSENT_BYTES) {
      this.holdBack();
      if (this.slowSinceMs !== null) return;
    }
    // The library has nothing in progress: it does not compress, and writes what it is given at once.
    if (this.hasFastPath) this.transport?.write(maskedTextFrame(frame));
    else socket.send(frame);
  }

  /** Closes the socket in any state, connecting included. Leaves no timer behind, and no socket after a second. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stopPing();
    this.stopRefusal();
    const { socket } = this;
    if (socket.readyState === WebSocket.CLOSED) return;
    if (socket.readyState === WebSocket.OPEN) socket.close(1000);
    if (socket.readyState === WebSocket.CONNECTING) {
      socket.terminate();
      return;
    }
    const stop = this.clock.after(CLOSE_DEADLINE_MS, () => socket.terminate());
    socket.once('close', stop);
  }

  private opened(): void {
    if (this.isOver) return;
    this.ping();
    this.listener.onOpen();
  }

  private received(data: RawData, isBinary: boolean): void {
    if (this.isOver) return;
    this.isPongDue = false;
    try {
      this.listener.onFrame(isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8'));
    } catch (error) {
      this.end({ how: 'broken', error: faultOf(error).error });
    }
  }

  private refused(request: ClientRequest, response: IncomingMessage): void {
    const { statusCode: status = 0 } = response;
    const parts: Buffer[] = [];
    const told = (): void => {
      this.stopRefusal();
      request.destroy();
      this.end({ how: 'refused', status, code: errorCodeIn(Buffer.concat(parts).toString('utf8')) });
    };
    this.stopRefusal = this.clock.after(REFUSAL_MS, told);
    response.on('error', told);
    response.on('end', told);
    response.on('data', (part: Buffer) => {
      parts.push(part);
      if (parts.reduce((bytes, { length }) => bytes + length, 0) > MAX_REFUSAL_BYTES) told();
    });
  }

  private holdBack(): void {
    const nowMs = this.clock.nowMs();
    if (this.slowSinceMs === null) {
      this.slowSinceMs = nowMs;
      this.listener.onSlow();
    } else if (this.socket.bufferedAmount <= MAX_UNSENT_BYTES / 2) {
      this.slowSinceMs = null;
    } else if (nowMs - this.slowSinceMs > MAX_SLOW_MS) {
      this.end({ how: 'slow' });
    }
  }

  private ping(): void {
    const dueAtMs = this.clock.nowMs() + PING_EVERY_MS;
    this.stopPing = this.clock.after(PING_EVERY_MS, () => {
      const isOnTime = this.clock.nowMs() - dueAtMs < LATE_MS;
      // A ping behind what is still unsent cannot be answered.
      if (this.isPongDue && isOnTime && this.slowSinceMs === null) {
        this.end({ how: 'silent' });
        return;
      }
      this.isPongDue = true;
      if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
      this.ping();
    });
  }

  private end(end: SocketEnd): void {
    if (this.isOver) return;
    this.close();
    this.listener.onEnd(end);
  }
}

/** Close codes that say more than that the socket is gone. 4000 is the beta protocol, which is shut down. */
const CLOSE_FAILURES: ReadonlyMap<number, ModelFailure> = new Map([
  [1001, 'expired'],
  [4000, 'misconfigured'],
]);

/** Maps the end of a socket to a failure of the call. `wasReady`: the session had been confirmed. */
export function endFailure(end: SocketEnd, wasReady: boolean): { failure: ModelFailure; detail: string } {
  const gone = wasReady ? 'lost' : 'unreachable';
  switch (end.how) {
    case 'refused':
      return { failure: refusal(end.status), detail: refusalSentence(end) };
    case 'closed': {
      const said = CLOSE_FAILURES.get(end.code) ?? gone;
      return {
        failure: said === 'expired' ? (wasReady ? 'expired' : 'unreachable') : said,
        detail: `The model service closed the connection (${String(end.code)})`,
      };
    }
    case 'failed':
      return { failure: gone, detail: `The connection to the model service failed (${end.code.slice(0, 80)})` };
    case 'silent':
      return { failure: gone, detail: 'The model service stopped answering' };
    case 'broken':
      return { failure: gone, detail: `Switchboard failed over what the model service sent (${end.error})` };
    case 'slow':
      return { failure: gone, detail: 'The model service reads too slowly' };
    default:
      return assertNever(end);
  }
}

function refusalSentence({ status, code }: Extract<SocketEnd, { how: 'refused' }>): string {
  const answered = `The model service answered HTTP ${String(status)}${code === '' ? '' : ` (${code})`}`;
  if (code !== 'incorrect_hostname') return answered;
  return `${answered}: the key belongs to a project of another region. Use a key of a project without a region`;
}

/** Error code in the body of a refusal, such as `incorrect_hostname`; empty: there is none. */
function errorCodeIn(body: string): string {
  const found = RefusalSchema.safeParse(parsedJson(body));
  return found.data?.error.code ?? '';
}

/**
 * Classifies an HTTP refusal. A wrong key, missing access or an unknown model will not change by itself; anything else may
 * pass.
 */
function refusal(status: number): ModelFailure {
  return status === 401 || status === 403 || status === 404 ? 'refused' : 'unreachable';
}
