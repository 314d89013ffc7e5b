import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../ports';
import type { ConsoleDoor } from './console-door';
import { isSame, type ConsoleSessions, type Session } from './console-sessions';
import { CLOSE_NOT_PROVEN, CLOSE_REVOKED, guardSocket, type GuardedSocket } from './console-socket';
import { endWith } from './public-sockets';

const SOCKET_PATH = '/console';
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_SOCKETS = 32;

/** The page's first message proves that it is ours; it has this long; ms. */
const PROOF_MS = 2000;

export interface UpgradeParts {
  readonly router: AnyRouter;
  readonly door: ConsoleDoor;
  readonly sessions: ConsoleSessions;
  readonly clock: Clock;
  /** `reason` is a code of ours, never text of a request. */
  readonly onRefused: (reason: string) => void;
}

/** The console's sockets: origin and cookie before the upgrade, the session's own value after it, then the API. */
export class ConsoleUpgrades {
  private readonly wss = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  private readonly answer: (socket: GuardedSocket) => void;

  constructor(private readonly parts: UpgradeParts) {
    const handler = new RPCHandler(parts.router);
    this.answer = (socket) => void handler.upgrade(socket as never);
  }

  /** Synchronous up to the upgrade, so that no socket is ever without an owner. */
  handle(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    raw.on('error', () => raw.destroy());
    const session = this.parts.sessions.find(request.headers.cookie);
    const refusal = this.refuse(request) ?? (session ? undefined : { status: 403, reason: 'no-session' });
    if (refusal !== undefined || session === undefined) {
      this.parts.onRefused(refusal?.reason ?? 'no-session');
      endWith(raw, refusal?.status ?? 403);
      return;
    }
    this.wss.handleUpgrade(request, raw, head, (socket) => this.await(socket, session));
  }

  /** Says goodbye to every page. */
  close(): void {
    for (const socket of this.wss.clients) socket.close(1001);
    this.wss.close();
  }

  private refuse(request: IncomingMessage): { readonly status: number; readonly reason: string } | undefined {
    const refusal = this.parts.door.refuseUse(request);
    if (refusal !== undefined) return refusal;
    if (request.url !== SOCKET_PATH) return { status: 404, reason: 'route' };
    if (this.wss.clients.size >= MAX_SOCKETS) return { status: 503, reason: 'too-many-sockets' };
    return undefined;
  }

  private await(socket: WebSocket, session: Session): void {
    const { clock, onRefused } = this.parts;
    const refuse = (reason: string): void => {
      onRefused(reason);
      socket.close(CLOSE_NOT_PROVEN);
    };
    socket.on('error', () => socket.terminate());
    const stopWaiting = clock.after(PROOF_MS, () => refuse('no-proof'));
    const stopUsing = session.use(() => socket.close(CLOSE_REVOKED));
    socket.on('close', () => {
      stopWaiting();
      stopUsing();
    });
    socket.once('message', (data: Buffer, isBinary) => {
      stopWaiting();
      if (isBinary || !isSame(data.toString('utf8'), session.csrf)) refuse('wrong-proof');
      else this.answer(guardSocket({ socket, clock, onRefused }));
    });
  }
}
