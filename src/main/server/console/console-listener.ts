import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import helmet from '@fastify/helmet';
import serveFiles from '@fastify/static';
import type { AnyRouter } from '@orpc/server';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { contentPolicy } from '../../../shared/std/csp';
import type { Clock, Log } from '../../ports/ports';
import type { AudioChannels } from '../../ports/ports-headset';
import { closeAll, endWith, listenHere, LOOPBACK, SERVER_OPTIONS, trackSockets } from '../http-server';
import { ConsoleAccess } from './console-access';
import { ConsoleSessions, isSame } from './console-sessions';
import { ConsoleUpgrades } from './console-upgrades';

const MAX_BODY_BYTES = 1024;
const MAX_CONNECTIONS = 128;
const CLOSE_GRACE_MS = 500;

const secret = z.string().min(1).max(128);
const SessionRequestSchema = z.union([z.strictObject({ token: secret }), z.strictObject({ csrf: secret })]);

export interface ConsoleListenerParts {
  /** 0: any free one. */
  readonly port: number;
  /** Folder of the built page: index.html and its assets. */
  readonly rendererFolder: string;
  readonly router: AnyRouter;
  readonly audio: AudioChannels;
  readonly clock: Clock;
  readonly log: Log;
}

export interface LinkOptions {
  /** Ends every session. */
  readonly revokeSessions?: boolean;
}

/** Listener of the console, for browsers on this machine. Never reachable through the tunnel. */
export interface ConsoleListener {
  readonly port: number;
  readonly url: string;
  /** Creates a link that opens the console once. */
  newLink(options?: LinkOptions): string;
  /** Closes the listener and every socket within a second. */
  close(): Promise<void>;
}

/** Listens on this machine only. Rejects when the port is taken or the page was not built. */
export async function startConsoleListener(parts: ConsoleListenerParts): Promise<ConsoleListener> {
  const { clock, log, router, audio, rendererFolder } = parts;
  const sessions = new ConsoleSessions(clock);
  const refused = new Map<string, number>();
  const onRefused = (reason: string): void => {
    const count = (refused.get(reason) ?? 0) + 1;
    refused.set(reason, count);
    if (Number.isInteger(Math.log10(count))) log.warn('console.refused', { reason, count });
  };

  const app = createApp(onRefused);
  const sockets = trackSockets(app.server);
  app.server.maxConnections = MAX_CONNECTIONS;
  const opened = { access: new ConsoleAccess(0) };
  app.addHook('onRequest', (request, reply, next) => {
    const { access } = opened;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const refusal = isRead ? access.refuseRead(request.raw) : access.refuseUse(request.raw);
    if (refusal === undefined) {
      next();
      return;
    }
    onRefused(refusal.reason);
    void reply.code(refusal.status).send();
  });
  await servePages(app, rendererFolder);
  openSessions(app, sessions, onRefused);
  const port = await listenHere(app, parts.port);

  opened.access = new ConsoleAccess(port);
  const upgrades = new ConsoleUpgrades({ router, audio, access: opened.access, sessions, clock, onRefused });
  app.server.on('upgrade', (request, socket, head) => upgrades.handle(request, socket, head));

  const url = `http://${LOOPBACK}:${port}`;
  let closing: Promise<void> | undefined;
  return {
    port,
    url,
    newLink: ({ revokeSessions = false } = {}) => {
      if (revokeSessions) sessions.revokeAll();
      return `${url}/#t=${sessions.newLinkToken()}`;
    },
    close: () => {
      if (closing === undefined) {
        upgrades.close();
        closing = closeAll(() => app.close(), sockets, clock, CLOSE_GRACE_MS);
      }
      return closing;
    },
  };
}

function createApp(onRefused: (reason: string) => void): FastifyInstance {
  const app: FastifyInstance = fastify({
    ...SERVER_OPTIONS,
    bodyLimit: MAX_BODY_BYTES,
    clientErrorHandler: (_error, socket) => {
      onRefused('not-http');
      endWith(socket, 400);
    },
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    return reply.code(isRead && status < 500 ? 404 : status).send();
  });
  return app;
}

/**
 * Serves `POST /session`: a link's token opens a session once. Later the page proves that it knows the session's own
 * value, to learn whether the session is still open. The cookie alone proves little, because browsers send it to every
 * port of this host.
 */
function openSessions(app: FastifyInstance, sessions: ConsoleSessions, onRefused: (reason: string) => void): void {
  app.post('/session', (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const asked = SessionRequestSchema.safeParse(request.body);
    if (!asked.success) return reply.code(400).send();
    if ('csrf' in asked.data) {
      const session = sessions.find(request.headers.cookie);
      if (session !== undefined && isSame(asked.data.csrf, session.csrf)) return reply.send({ csrf: session.csrf });
      onRefused('no-session');
      return reply.code(403).send();
    }
    const opened = sessions.open(asked.data.token);
    if (opened === undefined) {
      onRefused('link');
      return reply.code(403).send();
    }
    const cookie = `${sessions.cookieName}=${opened.cookie}; HttpOnly; SameSite=Strict; Path=/`;
    return reply.header('set-cookie', cookie).send({ csrf: opened.csrf });
  });
}

/** Placeholder in the built page for the nonce of one answer. */
const NONCE_PLACE = '__CSP_NONCE__';

/** Folder whose file names contain a hash of their content. */
const HASHED = `${path.sep}assets${path.sep}`;

/** Serves the built page from `folder`. Rejects when there is none. */
async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  const page = await readFile(path.join(folder, 'index.html'), 'utf8');

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });

  const answerPage = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', contentPolicy(nonce, `ws://${request.headers.host ?? ''}`))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll(NONCE_PLACE, nonce));
  };
  app.get('/', answerPage);
  app.get('/index.html', answerPage);

  await app.register(serveFiles, {
    root: folder,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, file) => {
      void reply.header('cache-control', file.includes(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
