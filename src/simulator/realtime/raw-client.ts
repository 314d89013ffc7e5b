import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

/** An unchecked server event. */
export type RawEvent = Readonly<Record<string, unknown>> & { readonly type: string };

/** A client that parses JSON and knows nothing of the protocol, for tests that must see every byte. */
export interface RawClient {
  readonly events: readonly RawEvent[];
  readonly socket: WebSocket;
  send(event: unknown): void;
  /** Appends µ-law in 20 ms frames, as fast as the socket takes them. */
  say(...audio: readonly Buffer[]): void;
  /** The first event from `since` on that passes the test, waiting for it if need be. Each event is tested once. */
  until(test: string | ((event: RawEvent) => boolean), since?: number): Promise<RawEvent>;
  /** Resolves with the close code and reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

const FRAME_BYTES = 160;

/** Opens a socket; rejects if the upgrade is refused. */
export async function openRawClient(url: string, options: ClientOptions = {}): Promise<RawClient> {
  const headers = { Authorization: 'Bearer sk-test', ...options.headers };
  const socket = new WebSocket(url, { perMessageDeflate: false, ...options, headers });
  const events: RawEvent[] = [];
  const waiters = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    try {
      events.push(JSON.parse(data.toString('utf8')) as RawEvent);
    } catch {
      events.push({ type: 'not-json' });
    }
    for (const wake of waiters) wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }));
  });
  await once(socket, 'open');
  socket.on('error', () => socket.terminate());
  const send = (event: unknown): void => socket.send(typeof event === 'string' ? event : JSON.stringify(event));
  return {
    events,
    socket,
    closed,
    send,
    say(...audio) {
      const bytes = Buffer.concat(audio);
      for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
        const frame = bytes.toString('base64', at, Math.min(bytes.length, at + FRAME_BYTES));
        send({ type: 'input_audio_buffer.append', audio: frame });
      }
    },
    until(test, since = 0) {
      const passes = typeof test === 'string' ? (event: RawEvent) => event.type === test : test;
      return new Promise((resolve) => {
        let at = since;
        const look = (): void => {
          for (let event = events[at]; event; event = events[at]) {
            at += 1;
            if (!passes(event)) continue;
            waiters.delete(look);
            resolve(event);
            return;
          }
        };
        waiters.add(look);
        look();
      });
    },
  };
}
