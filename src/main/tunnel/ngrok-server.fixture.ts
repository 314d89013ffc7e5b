import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { localhostCertificate } from './certificate.fixture';

/** Kinds of streams, as given in their first four bytes. */
const AUTH = 0;
const BIND = 1;
const UNBIND = 2;
const PROXY = 3;
const STOP_TUNNEL = 9;
const HEARTBEAT = 0xffffffff;

const DATA = 1;
const GO_AWAY = 3;
const FIN = 1;
const SYN = 2;
const HEADER_BYTES = 8;

/** Stand-in for the service that ngrok's library dials, with its framing and the few requests a tunnel makes. */
export interface NgrokServer {
  readonly address: string;
  /** PEM of the only certificate to trust. */
  readonly certificate: string;
  /** Host name for the next address. */
  host: string;
  /** Error texts for the next answers to each request; null grants it. */
  readonly refusal: { auth: string | null; bind: string | null };
  /** Kinds of requests that are read and never answered. */
  readonly deaf: Set<'auth' | 'bind' | 'unbind' | 'heartbeat'>;
  /** Requests received, in order. */
  readonly seen: string[];
  /** Number of sessions connected now. */
  online(): number;
  /** Resolves when `count` sessions have been told their address. */
  bound(count: number): Promise<void>;
  /** Breaks all connections, as a network failure does. */
  cut(): void;
  /** Takes the newest session's address away but keeps the session. */
  stopTunnel(code: string): void;
  /** Sends bytes to the newest session's port as a caller would; resolves with the whole answer. */
  request(bytes: string): Promise<string>;
  close(): Promise<void>;
}

interface Stream {
  kind: number | undefined;
  isAnswered: boolean;
  received: Buffer;
  readonly onEnd: (all: Buffer) => void;
}

/** Starts the server on a free port of this machine. */
export async function startNgrokServer(): Promise<NgrokServer> {
  const { certificate, key } = localhostCertificate();
  const sessions = new Set<Session>();
  const server = createServer({ cert: certificate, key }, (socket) => {
    const session = new Session(socket, state, () => sessions.delete(session));
    sessions.add(session);
  });
  const state: NgrokServer & { boundCount: number; onBound: () => void } = {
    address: '',
    certificate,
    host: 'desk.ngrok-free.app',
    refusal: { auth: null, bind: null },
    deaf: new Set(),
    seen: [],
    boundCount: 0,
    onBound: () => undefined,
    online: () => sessions.size,
    bound: (count) =>
      new Promise((resolve) => {
        state.onBound = () => {
          if (state.boundCount >= count) resolve();
        };
        state.onBound();
      }),
    cut: () => {
      for (const session of sessions) session.cut();
    },
    stopTunnel: (code) => newest(sessions).stopTunnel(code),
    request: (bytes) => newest(sessions).request(bytes),
    async close() {
      state.cut();
      server.close();
      await once(server, 'close');
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, { address: `localhost:${(server.address() as AddressInfo).port}` });
}

class Session {
  private readonly streams = new Map<number, Stream>();
  private unread: Buffer = Buffer.alloc(0);
  private lastOwnId = 0;

  constructor(
    private readonly socket: TLSSocket,
    private readonly server: NgrokServer & { boundCount: number; onBound: () => void },
    onGone: () => void,
  ) {
    socket.on('error', () => undefined);
    socket.on('close', onGone);
    socket.on('data', (chunk: Buffer) => this.read(chunk));
  }

  cut(): void {
    this.socket.destroy();
  }

  stopTunnel(code: string): void {
    const request = { Id: 'tunnel-1', Message: 'Taken away.', ErrorCode: code };
    this.open(STOP_TUNNEL, Buffer.from(JSON.stringify(request)), () => undefined);
  }

  request(bytes: string): Promise<string> {
    const header = {
      Id: 'tunnel-1',
      ClientAddr: '203.0.113.9:4711',
      Proto: 'https',
      EdgeType: '3',
      PassthroughTLS: false,
    };
    const text = Buffer.from(JSON.stringify(header));
    const size = Buffer.alloc(8);
    size.writeBigInt64LE(BigInt(text.length));
    return new Promise((resolve) => {
      this.open(PROXY, Buffer.concat([size, text, Buffer.from(bytes)]), (all) => resolve(all.toString()));
    });
  }

  private open(kind: number, bytes: Buffer, onEnd: (all: Buffer) => void): void {
    this.lastOwnId += 2;
    this.streams.set(this.lastOwnId, { kind, isAnswered: false, received: Buffer.alloc(0), onEnd });
    const head = Buffer.alloc(4);
    head.writeUInt32BE(kind);
    this.send(this.lastOwnId, Buffer.concat([head, bytes]), SYN);
  }

  private read(chunk: Buffer): void {
    this.unread = Buffer.concat([this.unread, chunk]);
    while (this.unread.length >= HEADER_BYTES) {
      const word = this.unread.readUInt32BE(0);
      const end = HEADER_BYTES + (word >>> 8);
      if (this.unread.length < end) return;
      const id = this.unread.readUInt32BE(4);
      const body = this.unread.subarray(HEADER_BYTES, end);
      this.unread = this.unread.subarray(end);
      const type = (word & 0xf0) >> 4;
      if (type === DATA) this.take(id, body, (word & FIN) !== 0);
      else if (type === GO_AWAY) this.goAway();
    }
  }

  private take(id: number, body: Buffer, isLast: boolean): void {
    const stream = this.streams.get(id) ?? newStream();
    this.streams.set(id, stream);
    stream.received = Buffer.concat([stream.received, body]);
    if (stream.kind === undefined && stream.received.length >= 4) {
      stream.kind = stream.received.readUInt32BE(0);
      stream.received = stream.received.subarray(4);
    }
    if (stream.kind !== undefined && id % 2 === 1) this.answer(id, stream.kind, stream);
    if (isLast) stream.onEnd(stream.received);
  }

  private answer(id: number, kind: number, stream: Stream): void {
    if (kind === HEARTBEAT) {
      if (stream.received.length < 4 || this.server.deaf.has('heartbeat')) return;
      this.send(id, stream.received.subarray(0, 4));
      stream.received = stream.received.subarray(4);
      return;
    }
    const request = parsed(stream.received);
    if (request === undefined || stream.isAnswered) return;
    stream.isAnswered = true;
    const { auth, bind } = this.server.refusal;
    if (kind === AUTH) this.grant(id, 'auth', auth, { Version: '3', ClientId: 'session-1', Extra: {} });
    if (kind === UNBIND) this.grant(id, 'unbind', null, {});
    if (kind === BIND) {
      const url = `https://${this.server.host}`;
      const granted = { Id: 'tunnel-1', URL: url, Proto: 'https', Opts: request['Opts'], Extra: { Token: '' } };
      this.grant(id, 'bind', bind, granted);
      this.server.boundCount += 1;
      this.server.onBound();
    }
  }

  private goAway(): void {
    this.server.seen.push('goaway');
    this.socket.end();
  }

  private grant(id: number, what: 'auth' | 'bind' | 'unbind', refusal: string | null, granted: object): void {
    this.server.seen.push(what);
    if (this.server.deaf.has(what)) return;
    this.send(id, Buffer.from(JSON.stringify(refusal === null ? granted : { Error: refusal })), FIN);
  }

  private send(id: number, body: Buffer, flags = 0): void {
    if (this.socket.destroyed) return;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(((body.length << 8) | (DATA << 4) | flags) >>> 0, 0);
    header.writeUInt32BE(id, 4);
    this.socket.write(Buffer.concat([header, body]));
  }
}

function newStream(): Stream {
  return { kind: undefined, isAnswered: false, received: Buffer.alloc(0), onEnd: () => undefined };
}

function newest(sessions: ReadonlySet<Session>): Session {
  const last = [...sessions].at(-1);
  if (last === undefined) throw new Error('no session is connected');
  return last;
}

/** Parses a message; undefined while parts of it are still missing. */
function parsed(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
