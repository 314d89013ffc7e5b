import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Clock } from '../../ports/ports';
import type { AudioChannel, AudioChannels } from '../../ports/ports-headset';
import { startConsoleListener, type ConsoleListener } from './console-listener';

/** The system clock with a way to skip time, and every delay that was requested. */
export interface MovedClock extends Clock {
  readonly delaysMs: readonly number[];
  pass(ms: number): void;
}

function createMovedClock(): MovedClock {
  let movedMs = 0;
  const delaysMs: number[] = [];
  return {
    delaysMs,
    wallMs: () => Date.now() + movedMs,
    nowMs: () => performance.now() + movedMs,
    after: (delayMs, run) => {
      delaysMs.push(delayMs);
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    pass: (ms) => void (movedMs += ms),
  };
}

/** An API of two procedures: one echoes its input, the other never ends. */
export const router = {
  echo: os.handler(({ input }) => input),
  flood: os.handler(async function* () {
    for (;;) {
      await new Promise(setImmediate);
      yield 'x'.repeat(256 * 1024);
    }
  }),
};

/** Audio channels that echo every message, and list what becomes of them. */
export function createEchoChannels(): AudioChannels & { readonly told: string[]; closeAll(): void } {
  const told: string[] = [];
  const channels: AudioChannel[] = [];
  return {
    told,
    closeAll: () => {
      for (const channel of channels) channel.close();
    },
    open: (channel) => {
      channels.push(channel);
      told.push('opened');
      return {
        onMessage: (message) => channel.send(typeof message === 'string' ? message : message.slice()),
        onClosed: () => void told.push('closed'),
      };
    },
  };
}

const PAGE = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__" /><div id="root"></div>';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Returns the secret part of a link. */
export function tokenOf(link: string): string {
  return link.slice(link.indexOf('#t=') + 3);
}

/** Resolves with 101, or with the status that refused the upgrade. */
export async function statusOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
  });
}

/** Resolves with the other side's close code. */
export async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

/** A served console and a browser's ways to reach it, new for each test. */
export interface Visit {
  readonly listener: ConsoleListener;
  readonly clock: MovedClock;
  readonly folder: string;
  readonly audio: ReturnType<typeof createEchoChannels>;
  /** Logged reasons. */
  readonly reasons: readonly unknown[];
  ask(method: string, target: string, headers?: Record<string, string>, body?: string): Promise<Answer>;
  /** Returns the headers that the console's own page sends. */
  fromPage(more?: Record<string, string>): Record<string, string>;
  openSession(): Promise<{ cookie: string; csrf: string }>;
  dial(headers: Record<string, string>, target?: string): WebSocket;
  openConsole(): Promise<{ socket: WebSocket; client: RouterClient<typeof router> }>;
  /** Opens a proven audio socket. */
  openAudio(): Promise<WebSocket>;
}

/**
 * Starts a listener before each test of the file and closes it afterwards. Returns a function that gives the current
 * one.
 */
export function useConsole(): () => Visit {
  let current: Visit | undefined;
  const sockets: WebSocket[] = [];
  const visit = (): Visit => {
    if (current === undefined) throw new Error('no test is running');
    return current;
  };

  beforeEach(async () => {
    const folder = createPage();
    const clock = createMovedClock();
    const reasons: unknown[] = [];
    const keep = (_code: string, facts?: Readonly<Record<string, unknown>>): void =>
      void reasons.push(facts?.['reason']);
    const log = { info: keep, warn: keep, error: keep };
    const audio = createEchoChannels();
    const listener = await startConsoleListener({ port: 0, rendererFolder: folder, router, audio, clock, log });
    current = createVisit({ listener, clock, folder, audio, reasons }, sockets);
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await visit().listener.close();
    rmSync(visit().folder, { recursive: true, force: true });
  });
  return visit;
}

function createPage(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchboard-page-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), PAGE);
  writeFileSync(path.join(folder, 'assets', 'index-abc123.js'), 'export {};');
  writeFileSync(path.join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(path.join(folder, '.env'), 'SECRET=1');
  return folder;
}

function createVisit(
  parts: Pick<Visit, 'listener' | 'clock' | 'folder' | 'audio' | 'reasons'>,
  sockets: WebSocket[],
): Visit {
  const { port, url } = parts.listener;
  const visit: Visit = {
    ...parts,
    ask: async (method, target, headers = {}, body = '') => {
      const asked = request({ host: '127.0.0.1', port, method, path: target, headers });
      asked.end(body);
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      let text = '';
      for await (const chunk of response) text += String(chunk);
      return { status: response.statusCode ?? 0, headers: response.headers, body: text };
    },
    fromPage: (more = {}) => ({
      origin: url,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      ...more,
    }),
    openSession: async () => {
      const body = JSON.stringify({ token: tokenOf(parts.listener.newLink()) });
      const answer = await visit.ask('POST', '/session', visit.fromPage(), body);
      expect(answer.status).toBe(200);
      const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      return { cookie, csrf: (JSON.parse(answer.body) as { csrf: string }).csrf };
    },
    dial: (headers, target = '/console') => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, { headers });
      sockets.push(socket);
      socket.on('error', () => undefined);
      return socket;
    },
    openConsole: async () => {
      const { cookie, csrf } = await visit.openSession();
      const socket = visit.dial({ origin: url, cookie });
      await once(socket, 'open');
      socket.send(csrf);
      return { socket, client: createORPCClient(new RPCLink({ websocket: socket as never })) };
    },
    openAudio: async () => {
      const { cookie, csrf } = await visit.openSession();
      const socket = visit.dial({ origin: url, cookie }, '/audio');
      await once(socket, 'open');
      socket.send(csrf);
      return socket;
    },
  };
  return visit;
}
