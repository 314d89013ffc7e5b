import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { PublicWebhooks } from '../../ports/ports-webhooks';
import { endWith } from '../http-server';
import type { Refusals } from './public-refusals';
import { headerFault, ownPath, signatureOf, streamToken } from './public-requests';
import { UnprovenLimit } from './unproven-limit';

const MAX_FRAME_BYTES = 64 * 1024;
const MAX_FRAGMENTS = 16;

export interface UpgradeLimits {
  readonly maxStreams: number;
  readonly maxUnstartedStreams: number;
}

export interface UpgradeParts {
  readonly publicBase: () => URL | undefined;
  readonly webhooks: PublicWebhooks<WebSocket, Duplex>;
  readonly refusals: Refusals;
  readonly limits: UpgradeLimits;
  /** Limit of the connections that are not streams; a stream leaves it. */
  readonly others: UnprovenLimit<Duplex>;
}

/** Admits media streams and nothing else. Everything is decided in one turn of the loop, before the upgrade. */
export class Upgrades {
  private readonly server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
  });
  private readonly unstarted: UnprovenLimit<WebSocket>;
  private isClosed = false;

  constructor(private readonly parts: UpgradeParts) {
    this.unstarted = new UnprovenLimit(parts.limits.maxUnstartedStreams, (socket) => {
      parts.refusals.add('stream-never-started');
      socket.terminate();
    });
    this.server.on('wsClientError', (_error, socket) => this.refuse(socket, 400, 'handshake'));
  }

  /** Handles one `upgrade` event. The error listener comes first: from here on a reset must do no harm. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const base = this.parts.publicBase();
    const fault = headerFault(request);
    if (fault) {
      this.refuse(socket, 400, fault);
      return;
    }
    const token = streamToken(ownPath(request.url, base));
    if (request.method !== 'GET' || token === undefined) {
      this.refuse(socket, 404, 'upgrade-route');
      return;
    }
    if (this.isClosed || !base) {
      this.refuse(socket, 503, this.isClosed ? 'closing' : 'no-public-base');
      return;
    }
    if (this.server.clients.size >= this.parts.limits.maxStreams) {
      this.refuse(socket, 503, 'too-many-streams');
      return;
    }
    const verdict = this.parts.webhooks.admit({ base, token, signature: signatureOf(request) });
    if (!verdict.admitted) {
      this.refuse(socket, verdict.status, verdict.reason);
      return;
    }
    this.server.handleUpgrade(request, socket, head, (stream) => {
      this.parts.others.leave(socket);
      stream.on('error', () => this.parts.refusals.add('stream-error'));
      stream.on('close', () => this.unstarted.leave(stream));
      this.unstarted.enter(stream);
      verdict.open(stream, socket, () => this.unstarted.leave(stream));
    });
  }

  /** Closes every stream normally, so that the carrier goes on with the next verb. Resolves once all are gone. */
  close(): Promise<void> {
    this.isClosed = true;
    for (const stream of this.server.clients) stream.close(1000);
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private refuse(socket: Duplex, status: 400 | 401 | 403 | 404 | 503, reason: string): void {
    this.parts.refusals.add(reason);
    endWith(socket, status);
  }
}
