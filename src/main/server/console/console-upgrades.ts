import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { MAX_REQUEST_BYTES } from '../../../shared/contract/request-limit';
import type { Clock } from '../../ports/ports';
import type { AudioChannels } from '../../ports/ports-headset';
import { endWith } from '../http-server';
import type { ConsoleAccess } from './console-access';
import { isSame, type ConsoleSessions, type Session } from './console-sessions';
import { guardSocket, serveAudioSocket, type GuardedSocket } from './console-socket';

/**
 * Socket paths, each with the message that ends the connection at once; bytes. A request to the console API is refused long
 * before, so that only what is not our page is cut off.
 */
const PATHS = { '/console': 4 * MAX_REQUEST_BYTES, '/audio': 256 } as const;

type SocketPath = keyof typeof PATHS;

/** Maximum number of sockets on each path. */
const MAX_SOCKETS = 32;

/** Time for the page's first message, which proves that it is ours; ms. */
const PROOF_MS = 2000;

/** Our WebSocket close codes: RFC 6455 leaves 4000 and above to applications. */
const CLOSE_NOT_PROVEN = 4403;
const CLOSE_REVOKED = 4401;

interface UpgradeParts {
  readonly router: AnyRouter;
  readonly audio: AudioChannels;
  readonly access: ConsoleAccess;
  readonly sessions: ConsoleSessions;
  readonly clock: Clock;
  /** `reason` is our own code, never text of a request. */
  readonly onRefused: (reason: string) => void;
}

/**
 * The console's sockets. Origin and cookie are checked before the upgrade, the session's own value after it; then the
 * API or the audio begins.
 */
export class ConsoleUpgrades {
  private readonly servers: Readonly<Record<SocketPath, WebSocketServer>> = {
    '/console': serverOf('/console'),
    '/audio': serverOf('/audio'),
  };
  private readonly answer: (socket: GuardedSocket) => void;

  constructor(private readonly parts: UpgradeParts) {
    const handler = new RPCHandler(parts.router);
    this.answer = (socket) => void handler.upgrade(socket as never);
  }

  /** Handles one `upgrade` event. Synchronous up to the upgrade, so that no socket is ever without an owner. */
  handle(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    raw.on('error', () => raw.destroy());
    const session = this.parts.sessions.find(request.headers.cookie);
    const path = pathOf(request);
    const refusal = this.refuse(request, path) ?? (session ? undefined : { status: 403, reason: 'no-session' });
    if (refusal !== undefined || session === undefined || path === undefined) {
      this.parts.onRefused(refusal?.reason ?? 'no-session');
      endWith(raw, refusal?.status ?? 403);
      return;
    }
    this.servers[path].handleUpgrade(request, raw, head, (socket) => this.await(socket, session, path));
  }

  /** Closes every page's socket. */
  close(): void {
    for (const server of Object.values(this.servers)) {
      for (const socket of server.clients) socket.close(1001);
      server.close();
    }
  }

  private refuse(
    request: IncomingMessage,
    path: SocketPath | undefined,
  ): { readonly status: number; readonly reason: string } | undefined {
    const refusal = this.parts.access.refuseUse(request);
    if (refusal !== undefined) return refusal;
    if (path === undefined) return { status: 404, reason: 'route' };
    if (this.servers[path].clients.size >= MAX_SOCKETS) return { status: 503, reason: 'too-many-sockets' };
    return undefined;
  }

  private await(socket: WebSocket, session: Session, path: SocketPath): void {
    const { clock, audio, onRefused } = this.parts;
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
      else if (path === '/audio') serveAudioSocket({ socket, channels: audio, clock, onRefused });
      else this.answer(guardSocket({ socket, clock, onRefused }));
    });
  }
}

function serverOf(path: SocketPath): WebSocketServer {
  return new WebSocketServer({ noServer: true, maxPayload: PATHS[path], perMessageDeflate: false });
}

function pathOf({ url }: IncomingMessage): SocketPath | undefined {
  return url === '/console' || url === '/audio' ? url : undefined;
}
