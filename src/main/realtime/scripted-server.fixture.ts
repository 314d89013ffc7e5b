import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { Inbox } from './inbox.fixture';

export interface ClientFrame {
  readonly type: string;
  readonly [field: string]: unknown;
}

const TELEPHONE = { format: { type: 'audio/pcmu' } };

/** One session of the scripted server, which sends only what the test tells it to. */
export class ScriptedPeer {
  readonly frames = new Inbox<ClientFrame>();

  constructor(
    readonly socket: WebSocket,
    readonly request: IncomingMessage,
  ) {
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as ClientFrame));
  }

  send(event: object | string): void {
    this.socket.send(typeof event === 'string' ? event : JSON.stringify(event));
  }

  frame(type: string): Promise<ClientFrame> {
    return this.frames.find((frame) => frame.type === type);
  }

  open(): void {
    this.send({ type: 'session.created', session: { type: 'realtime', id: 'sess_1' } });
  }

  confirm(input: object = TELEPHONE, output: object = TELEPHONE): void {
    this.send({ type: 'session.updated', session: { type: 'realtime', id: 'sess_1', audio: { input, output } } });
  }
}

type Refuse = (socket: Duplex) => void;

/** A Realtime server on a real socket that does nothing by itself. */
export class ScriptedServer {
  readonly peers = new Inbox<ScriptedPeer>();
  /** TCP connections, those that never became a session included. */
  readonly sockets = new Inbox<Duplex>();
  private readonly http: Server = createServer();
  private readonly webSockets: WebSocketServer;

  constructor(options: { readonly refuse?: Refuse; readonly autoPong?: boolean } = {}) {
    this.webSockets = new WebSocketServer({ noServer: true, autoPong: options.autoPong ?? true });
    this.http.on('connection', (socket) => this.sockets.push(socket));
    this.http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => undefined);
      if (options.refuse !== undefined) options.refuse(socket);
      else
        this.webSockets.handleUpgrade(request, socket, head, (webSocket) =>
          this.peers.push(new ScriptedPeer(webSocket, request)),
        );
    });
  }

  async listen(): Promise<string> {
    await once(this.http.listen(0, '127.0.0.1'), 'listening');
    return `ws://127.0.0.1:${String((this.http.address() as AddressInfo).port)}/v1/realtime`;
  }

  close(): void {
    for (const { socket } of this.peers.all) socket.terminate();
    for (const socket of this.sockets.all) socket.destroy();
    this.http.close();
  }
}
