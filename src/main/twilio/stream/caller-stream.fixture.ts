import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { CallerLeg, CallerLegListener, Clock } from '../../ports/ports';
import { CallerStream } from './caller-stream';

export const STREAM = 'MZ0123456789abcdef0123456789abcdef';
export const CALL = 'CA0123456789abcdef0123456789abcdef';
export const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';

/** Values a test waits for, in the order they came. */
export class Inbox<T> {
  readonly all: T[] = [];
  private wake: (() => void) | undefined;

  put(value: T): void {
    this.all.push(value);
    this.wake?.();
  }

  /** Resolves with all values once there are `count`. */
  async until(count: number): Promise<readonly T[]> {
    while (this.all.length < count) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.all;
  }
}

/** Adapts a simulated clock to the port. */
export function asClock(time: Omit<Clock, 'wallMs'>): Clock {
  return { wallMs: () => 0, nowMs: () => time.nowMs(), after: (ms, run) => time.after(ms, run) };
}

export interface StreamRig {
  readonly client: WebSocket;
  readonly stream: CallerStream;
  /** Calls to the session's listener, one line each. */
  readonly heard: Inbox<string>;
  /** Text frames received by the phone. */
  readonly received: Inbox<string>;
  /** TCP reads of the phone, which show what left in one write. */
  readonly reads: Inbox<Buffer>;
  /** Close code seen by the phone. */
  readonly closed: Inbox<number>;
  readonly logged: Inbox<string>;
  readonly started: Inbox<true>;
  /** Filled once our side has closed the socket. */
  readonly released: Inbox<true>;
  readonly transport: Socket;
  readonly say: (message: object) => void;
  close(): Promise<void>;
}

export interface StreamRigOptions {
  readonly clock: Clock;
  readonly fastPath?: boolean;
  /** Default true. False: the phone answers no pings, as one behind a dead connection. */
  readonly answersPings?: boolean;
  readonly attach?: (callId: string, leg: CallerLeg, listener: CallerLegListener) => CallerLegListener | undefined;
}

/** Opens a caller's leg on a real socket, with a scripted phone at the other end. */
export async function openStream({
  clock,
  attach,
  fastPath = true,
  answersPings = true,
}: StreamRigOptions): Promise<StreamRig> {
  const heard = new Inbox<string>();
  const received = new Inbox<string>();
  const reads = new Inbox<Buffer>();
  const closed = new Inbox<number>();
  const logged = new Inbox<string>();
  const started = new Inbox<true>();
  const released = new Inbox<true>();
  const keep = (code: string, facts?: object): void => logged.put(`${code} ${JSON.stringify(facts)}`);
  const log = { info: keep, warn: keep, error: keep };
  const listener: CallerLegListener = {
    onAudio: (payload, timestampMs) => heard.put(`audio ${payload} ${timestampMs}`),
    onMark: (name) => heard.put(`mark ${name}`),
    onDigit: (digit) => heard.put(`digit ${digit}`),
    onClosed: (how) => heard.put(`closed ${how}`),
    onFault: (fault, detail) => heard.put(`fault ${fault} ${detail}`),
  };
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
  const server = createServer();
  const stream = new Promise<{ stream: CallerStream; transport: Socket }>((resolve) => {
    server.on('upgrade', (request, transport: Socket, head) => {
      sockets.handleUpgrade(request, transport, head, (socket) => {
        socket.on('close', () => released.put(true));
        const parts = {
          socket,
          transport,
          grant: { callId: 'call-1', callSid: CALL, accountSid: ACCOUNT },
          attach: (callId: string, leg: CallerLeg) => (attach ? attach(callId, leg, listener) : listener),
          onStarted: () => started.put(true),
          clock,
          log,
          fastPath,
        };
        resolve({ stream: new CallerStream(parts), transport });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    autoPong: answersPings,
  });
  client.on('error', () => undefined);
  client.on('upgrade', ({ socket }) =>
    client.once('open', () => socket.on('data', (chunk: Buffer) => reads.put(chunk))),
  );
  client.on('message', (data) => received.put((data as Buffer).toString()));
  client.on('close', (code) => closed.put(code));
  await new Promise((resolve) => client.once('open', resolve));
  const side = await stream;
  return {
    ...side,
    client,
    heard,
    received,
    reads,
    closed,
    logged,
    started,
    released,
    say: (message) => client.send(JSON.stringify(message)),
    async close() {
      client.terminate();
      await released.until(1);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Messages of Twilio's reference, for one stream. */
export const say = {
  connected: { event: 'connected', protocol: 'Call', version: '1.0.0' },
  start: (change: object = {}) => ({
    event: 'start',
    sequenceNumber: '1',
    streamSid: STREAM,
    start: {
      accountSid: ACCOUNT,
      streamSid: STREAM,
      callSid: CALL,
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      customParameters: {},
      ...change,
    },
  }),
  media: (n: number, payload = '/////w==') => ({
    event: 'media',
    sequenceNumber: String(n + 1),
    media: { track: 'inbound', chunk: String(n), timestamp: String(n * 20), payload },
    streamSid: STREAM,
  }),
  mark: (name: string, sequence = 9) => ({
    event: 'mark',
    sequenceNumber: String(sequence),
    streamSid: STREAM,
    mark: { name },
  }),
  dtmf: (digit: string) => ({
    event: 'dtmf',
    streamSid: STREAM,
    sequenceNumber: '9',
    dtmf: { track: 'inbound_track', digit },
  }),
  stop: { event: 'stop', sequenceNumber: '9', stop: { accountSid: ACCOUNT, callSid: CALL }, streamSid: STREAM },
};
