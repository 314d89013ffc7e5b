import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { WebSocketServer, type WebSocket } from 'ws';

/** A webhook as the product received it. `isSigned`: Twilio's own library accepts the signature. */
export interface ReceivedWebhook {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly params: Readonly<Record<string, string>>;
  readonly isSigned: boolean;
}

/** A media stream as the product received it, with every text message parsed and timed. */
export interface ReceivedStream {
  readonly socket: WebSocket;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly isSigned: boolean;
  readonly texts: string[];
  readonly messages: Record<string, unknown>[];
  /** Resolves with the first message that passes `isIt`, past or future. */
  until(isIt: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  send(message: unknown): void;
  streamSid(): string;
}

/** The product's answer to a webhook: a string is TwiML, undefined is no answer at all. */
export type ProductReply =
  string | undefined | { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

/** Behaviour of the product. */
export interface ProductScript {
  readonly authToken: string;
  /** Public origin that Twilio uses; the product's own address by default. */
  readonly publicBase?: string;
  readonly reply: (webhook: ReceivedWebhook) => ProductReply;
  readonly onStream?: (stream: ReceivedStream) => void;
  /** HTTP status with which the upgrade is refused. */
  readonly refuseUpgrade?: number;
}

/** Minimal server that can answer a call: webhooks and media streams on one port. */
export interface Product {
  readonly url: string;
  readonly port: number;
  readonly webhooks: ReceivedWebhook[];
  readonly streams: ReceivedStream[];
  /** Resolves when a webhook for `path` has arrived. */
  readonly untilWebhook: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a product on a free port. */
export async function startProduct(script: ProductScript): Promise<Product> {
  const webhooks: ReceivedWebhook[] = [];
  const streams: ReceivedStream[] = [];
  const received = new EventEmitter();
  let url = '';
  const server = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (part: Buffer) => (body += part.toString()));
    incoming.on('end', () => {
      const path = incoming.url ?? '';
      const params = Object.fromEntries(new URLSearchParams(body));
      const signature = String(incoming.headers['x-twilio-signature'] ?? '');
      const isSigned = twilio.validateRequest(script.authToken, signature, (script.publicBase ?? url) + path, params);
      const webhook = { method: incoming.method ?? '', path, headers: incoming.headers, params, isSigned };
      webhooks.push(webhook);
      received.emit('webhook');
      const reply = script.reply(webhook);
      if (reply === undefined) return;
      const { status, headers, body: text } = typeof reply === 'string' ? xml(reply) : reply;
      outgoing.writeHead(status, headers).end(text);
    });
  });
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request, tcp, head) => {
    tcp.on('error', () => tcp.destroy());
    if (script.refuseUpgrade !== undefined) {
      tcp.end(`HTTP/1.1 ${script.refuseUpgrade} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    wss.handleUpgrade(request, tcp, head, (socket) => {
      const path = request.url ?? '';
      const base = (script.publicBase ?? url).replace(/^http/, 'ws');
      const signature = String(request.headers['x-twilio-signature'] ?? '');
      const isSigned = twilio.validateRequest(script.authToken, signature, base + path, {});
      const stream = receive(socket, request.headers, path, isSigned);
      streams.push(stream);
      script.onStream?.(stream);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    webhooks,
    streams,
    untilWebhook: async (path) => {
      while (!webhooks.some((webhook) => webhook.path === path)) await once(received, 'webhook');
    },
    close: async () => {
      for (const client of wss.clients) client.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function xml(body: string): { status: number; headers: Record<string, string>; body: string } {
  return { status: 200, headers: { 'Content-Type': 'text/xml' }, body };
}

function receive(socket: WebSocket, headers: IncomingHttpHeaders, path: string, isSigned: boolean): ReceivedStream {
  const texts: string[] = [];
  const messages: Record<string, unknown>[] = [];
  const waiting = new Set<(message: Record<string, unknown>) => void>();
  socket.on('error', () => socket.terminate());
  socket.on('message', (data) => {
    const text = (data as Buffer).toString();
    const message = JSON.parse(text) as Record<string, unknown>;
    texts.push(text);
    messages.push(message);
    for (const tell of waiting) tell(message);
  });
  return {
    socket,
    headers,
    path,
    isSigned,
    texts,
    messages,
    until: (isIt) =>
      new Promise((resolve) => {
        const seen = messages.find(isIt);
        if (seen) {
          resolve(seen);
          return;
        }
        const tell = (message: Record<string, unknown>): void => {
          if (!isIt(message)) return;
          waiting.delete(tell);
          resolve(message);
        };
        waiting.add(tell);
      }),
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    streamSid: () => {
      const start = messages.find(({ event }) => event === 'start');
      if (!start) throw new Error('The stream has not started');
      return String(start['streamSid']);
    },
  };
}
