import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import formbody from '@fastify/formbody';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { WebSocket } from 'ws';
import type { Clock, Log, Secrets } from '../../ports/ports';
import type { PublicWebhooks } from '../../ports/ports-webhooks';
import { closeAll, endWith, listenHere, SERVER_OPTIONS, trackSockets } from '../http-server';
import { Refusals } from './public-refusals';
import {
  formRefusal,
  headerFault,
  MAX_BODY_BYTES,
  ownPath,
  parseForm,
  RefusedRequest,
  signatureOf,
  webhookOf,
} from './public-requests';
import { Upgrades, type UpgradeLimits } from './public-upgrades';
import { UnprovenLimit } from './unproven-limit';

const CLOSE_GRACE_MS = 1000;
/** Maximum number of requests whose body is still on its way, so whose signature is not checked yet. */
const MAX_UNPROVEN_REQUESTS = 16;
/**
 * Maximum number of connections that are not streams: webhooks, and strangers. One more closes the oldest. Calls that
 * end at once need two connections each, and all may be accepted before the first is read.
 */
const MAX_OTHER_CONNECTIONS = 512;
/**
 * Connections accepted in one turn of the loop before the evicted ones are really gone; a last resort for the process.
 */
const MAX_BURST_CONNECTIONS = 1024;
const LIMITS: UpgradeLimits = { maxStreams: 512, maxUnstartedStreams: 256 };

const HEALTH = '/healthz';
const NO_ROUTE = '/';
const STATUS_OF_CLIENT_ERROR = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
]);

export interface PublicListenerParts {
  /** 0: any free one. */
  readonly port: number;
  /** Public base, against which everything signed is checked. Undefined: not reachable yet. */
  readonly publicBase: () => URL | undefined;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  readonly webhooks: PublicWebhooks<WebSocket, Duplex>;
  readonly limits?: Partial<UpgradeLimits>;
}

/** The only listener that strangers can reach. */
export interface PublicListener {
  readonly port: number;
  /**
   * Creates a nonce that `GET /healthz` lists for 60 s, among at most eight. Seen from outside, it proves the way leads
   * here.
   */
  offerNonce(): string;
  /** True while the port is open; false as soon as `close` is called. */
  isListening(): boolean;
  /** Closes the listener and every socket within 2 s. */
  close(): Promise<void>;
}

/** Listens on this machine only. Rejects with Node's own error when the port is taken. */
export async function startPublicListener(parts: PublicListenerParts): Promise<PublicListener> {
  const { clock, log, publicBase, webhooks } = parts;
  const refusals = new Refusals(clock, log);
  const nonces = new Nonces(clock);
  const limits = { ...LIMITS, ...parts.limits };
  const app = createApp(publicBase, refusals);
  const sockets = trackSockets(app.server);
  const others = limitOthers(app.server, refusals);
  const upgrades = new Upgrades({ publicBase, webhooks, refusals, limits, others });
  app.server.maxConnections = limits.maxStreams + MAX_OTHER_CONNECTIONS + MAX_BURST_CONNECTIONS;
  app.server.on('drop', () => refusals.add('too-many-connections'));
  app.server.on('upgrade', (request, socket, head) => upgrades.handle(request, socket, head));

  await app.register(formbody, { bodyLimit: MAX_BODY_BYTES, parser: parseForm });
  guardRequests(app, parts, refusals);
  addRoutes(app, parts, refusals, nonces);
  const port = await listenHere(app, parts.port);
  let closing: Promise<void> | undefined;
  return {
    port,
    offerNonce: () => nonces.offer(),
    isListening: () => closing === undefined && app.server.listening,
    close() {
      closing ??= closeAll(() => Promise.all([upgrades.close(), app.close()]), sockets, clock, CLOSE_GRACE_MS);
      return closing;
    },
  };
}

function createApp(publicBase: () => URL | undefined, refusals: Refusals): FastifyInstance {
  const app: FastifyInstance = fastify({
    ...SERVER_OPTIONS,
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    rewriteUrl: (request) => {
      const path = ownPath(request.url, publicBase());
      return path === HEALTH || webhookOf(path) !== undefined ? path : NO_ROUTE;
    },
    clientErrorHandler: (error, socket) => {
      const status = STATUS_OF_CLIENT_ERROR.get(error.code) ?? 400;
      refusals.add(`not-http-${status}`);
      endWith(socket, status);
    },
  });
  app.removeAllContentTypeParsers();
  return app;
}

/**
 * Limits the connections that are not streams. Strangers all come from the tunnel's address, so what they open must not
 * shut genuine calls out.
 */
function limitOthers(server: Server, refusals: Refusals): UnprovenLimit<Duplex> {
  const others = new UnprovenLimit<Duplex>(MAX_OTHER_CONNECTIONS, (socket) => {
    refusals.add('too-many-connections');
    socket.destroy();
  });
  server.on('connection', (socket: Socket) => {
    others.enter(socket);
    socket.on('close', () => others.leave(socket));
  });
  return others;
}

/** Installs the checks that run before a body is read, cheapest first. */
function guardRequests(app: FastifyInstance, parts: PublicListenerParts, refusals: Refusals): void {
  const unproven = new UnprovenLimit<FastifyReply>(MAX_UNPROVEN_REQUESTS, (reply) => {
    reply.hijack();
    refusals.add('too-many-unproven');
    reply.raw.writeHead(503, { connection: 'close', 'content-length': 0 }).end();
  });

  app.addHook('onRequest', (request, reply, next) => {
    const fault = headerFault(request.raw);
    if (fault) {
      refuse(reply, 400, fault, refusals);
    } else if (request.is404) {
      refuse(reply, 404, 'route', refusals);
    } else if (!hasKeys(parts.secrets)) {
      refuse(reply, 503, 'no-keys', refusals);
    } else if (request.method !== 'POST') {
      next();
    } else {
      const refusal = formRefusal(request.raw);
      if (refusal) {
        refuse(reply, refusal.statusCode, refusal.message, refusals);
        return;
      }
      unproven.enter(reply);
      reply.raw.on('close', () => unproven.leave(reply));
      next();
    }
  });
  app.addHook('preHandler', (_request, reply, next) => {
    unproven.leave(reply);
    next();
  });
  app.setErrorHandler<FastifyError | RefusedRequest>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    const reason = error instanceof RefusedRequest ? error.message : `error-${status}`;
    if (status >= 500) parts.log.error('public-listener-bug', { name: error.name });
    refuse(reply, status, reason, refusals);
  });
  app.setNotFoundHandler((_request, reply) => {
    refuse(reply, 404, 'route', refusals);
  });
}

function addRoutes(app: FastifyInstance, parts: PublicListenerParts, refusals: Refusals, nonces: Nonces): void {
  for (const route of ['/twiml', '/status'] as const) {
    app.post<{ Body: Readonly<Record<string, string>> }>(route, (request, reply) => {
      const base = parts.publicBase();
      if (!base) {
        refuse(reply, 503, 'no-public-base', refusals);
        return;
      }
      const fields = request.body;
      const token = webhookOf(request.url)?.token;
      const answer = parts.webhooks.answer({ base, route, token, signature: signatureOf(request.raw), fields });
      if (answer.status === 200) void reply.type('text/xml; charset=utf-8').send(answer.xml);
      else if (answer.status === 204) void reply.code(204).send();
      else refuse(reply, answer.status, answer.reason, refusals);
    });
  }
  app.get(HEALTH, (_request, reply) => {
    const offered = nonces.offered();
    void reply.header('cache-control', 'no-store');
    if (offered.length === 0) void reply.code(204).send();
    else void reply.type('text/plain').send(offered.join('\n'));
  });
}

function refuse(reply: FastifyReply, status: number, reason: string, refusals: Refusals): void {
  refusals.add(reason);
  void reply.code(status).header('connection', 'close').send();
}

function hasKeys(secrets: Secrets): boolean {
  const token = secrets.twilio()?.authToken;
  return token !== undefined && token.trim() !== '';
}

const NONCE_LIFETIME_MS = 60_000;
const MAX_NONCES = 8;

/** Secrets of the moment that prove, seen from outside, that a public address leads to this very process. */
class Nonces {
  private readonly expiryMs = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** A new one, told on request for the next 60 s. */
  offer(): string {
    const nonce = randomBytes(16).toString('base64url');
    this.expiryMs.set(nonce, this.clock.nowMs() + NONCE_LIFETIME_MS);
    for (const oldest of this.expiryMs.keys()) {
      if (this.expiryMs.size <= MAX_NONCES) break;
      this.expiryMs.delete(oldest);
    }
    return nonce;
  }

  /** All that are offered now, the oldest first. */
  offered(): readonly string[] {
    const nowMs = this.clock.nowMs();
    for (const [nonce, expiresAtMs] of this.expiryMs) if (expiresAtMs <= nowMs) this.expiryMs.delete(nonce);
    return [...this.expiryMs.keys()];
  }
}
