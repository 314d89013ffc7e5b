import { request, type IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../clock';
import type { Route } from '../address-book';

/** Most bytes Twilio reads of a body; beyond it the request fails with 11750. */
const MAX_BODY_BYTES = 65_536;

/** One HTTP request on the wire; all limits in milliseconds. */
export interface WireRequest {
  readonly route: Route;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connectLimitMs: number;
  readonly readLimitMs: number;
  /** Aborted when the simulator closes. */
  readonly closing: AbortSignal;
}

/** Answer or failure of a request; `beforeConnection` tells a refused connection from a broken answer. */
export type WireReply =
  | { readonly ok: true; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  | { readonly ok: false; readonly code: 11200 | 11205 | 11206 | 11750; readonly beforeConnection: boolean };

/** Makes one HTTP/1.1 request on its own connection. Never rejects. */
export function sendRequest(clock: Clock, wire: WireRequest): Promise<WireReply> {
  return new Promise((resolve) => {
    let isConnected = false;
    let disarm = clock.after(wire.connectLimitMs, () => fail(11205));
    const outgoing = request({
      agent: false,
      hostname: wire.route.hostname,
      port: wire.route.port,
      method: wire.method,
      path: wire.path,
      setHost: false,
      headers: { ...wire.headers, ...wire.route.headers },
    });
    const settle = (reply: WireReply): void => {
      disarm();
      wire.closing.removeEventListener('abort', close);
      resolve(reply);
      outgoing.destroy();
    };
    const fail = (code: 11200 | 11205 | 11206 | 11750): void => {
      settle({ ok: false, code, beforeConnection: !isConnected });
    };
    const close = (): void => fail(11200);
    wire.closing.addEventListener('abort', close);
    outgoing.on('socket', (socket) => {
      socket.once('connect', () => {
        isConnected = true;
        disarm();
        disarm = clock.after(wire.readLimitMs, () => fail(11200));
      });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (!isConnected) fail(11205);
      else fail(error.code?.startsWith('HPE_') ? 11206 : 11200);
    });
    outgoing.on('response', (incoming) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > MAX_BODY_BYTES) fail(11750);
        else parts.push(part);
      });
      incoming.on('error', () => fail(11200));
      incoming.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        settle({ ok: true, status: incoming.statusCode ?? 0, headers: incoming.headers, body });
      });
    });
    outgoing.end(wire.body);
  });
}
