import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

/** Interference of a proxy in front of Switchboard. */
export type Meddling =
  | 'none'
  /** Removes the signature from posted forms. */
  | 'strips-signature'
  /** Answers posted forms itself, with an error or a page. */
  | 'refuses-posts'
  | 'answers-itself'
  /** Never answers posted forms. */
  | 'swallows-posts'
  /** Refuses WebSocket upgrades. */
  | 'refuses-upgrades'
  /** Never answers upgrades. */
  | 'swallows-upgrades'
  /** Breaks a WebSocket as soon as it is open, or lets nothing back through it. */
  | 'breaks-streams'
  | 'silences-streams';

/** A user's own proxy, at the HTTP level. */
export interface MeddlingProxy {
  readonly port: number;
  meddling: Meddling;
  /** Bodies of posted forms, as they came. */
  readonly posted: { readonly body: string; readonly signature: string }[];
  /** Number of upgraded connections open now. */
  streams(): number;
  close(): Promise<void>;
}

/** Starts a proxy on a free loopback port, in front of another port. */
export async function startMeddlingProxy(targetPort: number): Promise<MeddlingProxy> {
  const sockets = new Set<Socket>();
  const streams = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    const isPost = incoming.method === 'POST';
    const headers = { ...incoming.headers };
    if (isPost) {
      void textOf(incoming).then((body) =>
        proxy.posted.push({ body, signature: String(incoming.headers['x-twilio-signature']) }),
      );
      if (proxy.meddling === 'swallows-posts') return;
      if (proxy.meddling === 'refuses-posts') return void outgoing.writeHead(405).end();
      if (proxy.meddling === 'answers-itself') return void outgoing.writeHead(200).end('<html>Sign in</html>');
      if (proxy.meddling === 'strips-signature') delete headers['x-twilio-signature'];
    }
    const { method, url: path } = incoming;
    const onward = ask({ port: targetPort, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming: IncomingMessage, near: Socket) => {
    if (proxy.meddling === 'swallows-upgrades') return;
    if (proxy.meddling === 'refuses-upgrades') return void near.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    const far = connect(targetPort, '127.0.0.1', () => {
      const lines = incoming.rawHeaders.flatMap((name, i, all) =>
        i % 2 === 0 ? [`${name}: ${all[i + 1] ?? ''}`] : [],
      );
      far.write([`GET ${incoming.url ?? ''} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    });
    streams.add(near);
    far.on('error', () => near.destroy());
    near.on('close', () => {
      streams.delete(near);
      far.destroy();
    });
    far.on('close', () => near.destroy());
    near.pipe(far);
    far.once('data', (answer: Buffer) => {
      near.write(answer.subarray(0, answer.indexOf('\r\n\r\n') + 4));
      if (proxy.meddling === 'breaks-streams') near.end();
      else if (proxy.meddling !== 'silences-streams') far.pipe(near);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const proxy: MeddlingProxy = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    meddling: 'none',
    posted: [],
    streams: () => streams.size,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return proxy;
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}
