import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clips } from '../clips/clips';
import { systemClock, type Clock } from '../clock';
import type { Dialogue } from './dialogue/dialogue';
import { shopDialogue } from './dialogue/shop-dialogue';
import type { Faults } from './faults';
import { ClipIndex } from './hearing/recogniser';
import { complaint } from './protocol/complaint';
import {
  answerModelList,
  readHandshake,
  refuseUpgrade,
  USUAL_MODELS,
  type Handshake,
  type ModelListFault,
} from './protocol/http';
import { Identifiers } from './protocol/identifiers';
import { modelRefusal } from './protocol/session-rules';
import { RealtimeSession } from './realtime-session';
import { USUAL_PACE, type Pace, type Peer } from './responses/session-context';
import { createVoice } from './responses/voice';
import { Timers } from './timers';
import { TranscriptionSession } from './transcription-session';

/** Options of the simulated model service. Sessions are numbered from 0 in the order they ask to connect. */
export interface RealtimeSimulatorOptions {
  readonly clips: Clips;
  /** Port on 127.0.0.1; a free one by default. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Accepted API keys; any key by default. */
  readonly keys?: readonly string[];
  /** Models that `GET /v1/models` lists; `USUAL_MODELS` by default. */
  readonly models?: readonly string[];
  readonly modelListFault?: () => ModelListFault | undefined;
  /** Dialogue of each session; the shop's agent by default. */
  readonly dialogue?: (session: number) => Dialogue;
  /** True for a session that echoes every frame at once, without speech detection or dialogue; for benchmarks. */
  readonly echoes?: (session: number) => boolean;
  readonly pace?: Partial<Pace>;
  readonly faults?: (session: number) => Faults;
  /** Keeps appended audio, to be read with `callerAudio()`. */
  readonly keepsCallerAudio?: boolean;
  readonly onSession?: (session: RealtimeSession) => void;
}

/** A Realtime server on loopback. */
export interface RealtimeSimulator {
  /** Endpoint to connect to; the client adds only `?model=`. */
  readonly url: string;
  /** Every session opened, including closed ones, in the order of opening. Keeps the last 1000. */
  readonly sessions: readonly RealtimeSession[];
  /** Every transcription session, in the same order and number. */
  readonly transcriptions: readonly TranscriptionSession[];
  close(): Promise<void>;
}

type AcceptedHandshake = Exclude<Handshake, { readonly status: number }>;

const SESSIONS_KEPT_AT_MOST = 1000;
const BYTES_OF_FRAME_AT_MOST = 24 * 1024 * 1024;
const BYTES_UNSENT_AT_MOST = 64 * 1024 * 1024;
const MS_TO_SAY_GOODBYE = 200;
const BETA_CLOSED = 'invalid_request_error.beta_api_shape_disabled';
const BETA_MESSAGE = 'The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.';

const UPGRADE_FAULTS = {
  401: ['invalid_api_key', 'Incorrect API key provided.'],
  429: ['rate_limit_exceeded', 'Rate limit reached for requests.'],
  503: ['server_error', 'The engine is currently overloaded, please try again later.'],
} as const;

/** Starts a server on 127.0.0.1 that speaks the GA Realtime protocol. Rejects if the port is taken. */
export async function startRealtimeSimulator(options: RealtimeSimulatorOptions): Promise<RealtimeSimulator> {
  const clock = options.clock ?? systemClock;
  const clipIndex = new ClipIndex(options.clips);
  const voice = createVoice(options.clips);
  const pace = { ...USUAL_PACE, ...options.pace };
  const timers = new Timers(clock);
  const sessions: RealtimeSession[] = [];
  const transcriptions: TranscriptionSession[] = [];
  const upgrading = new Set<Duplex>();
  let connections = 0;

  const server = createServer((request, response) => {
    request.on('error', () => response.destroy());
    response.on('error', () => response.destroy());
    answerModelList(request, response, {
      keys: options.keys,
      models: options.models ?? USUAL_MODELS,
      fault: options.modelListFault?.(),
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: BYTES_OF_FRAME_AT_MOST,
    handleProtocols: (offered) => (offered.has('realtime') ? 'realtime' : false),
  });

  const transcribe = (socket: WebSocket, faults: Faults): void => {
    const session = new TranscriptionSession(peerOf(socket), {
      clock,
      clipIndex,
      pace,
      faults,
      nowS: Date.now() / 1000,
    });
    transcriptions.push(session);
    if (transcriptions.length > SESSIONS_KEPT_AT_MOST) transcriptions.shift();
    socket.on('message', (data: Buffer) => session.receive(data.toString('utf8')));
    socket.on('close', () => session.closed());
  };

  const openSession = (socket: WebSocket, model: string, index: number, faults: Faults): void => {
    const session = new RealtimeSession(peerOf(socket), {
      index,
      model,
      clock,
      clipIndex,
      voice,
      pace,
      faults,
      dialogue: options.dialogue?.(index) ?? shopDialogue,
      echoes: options.echoes?.(index) ?? false,
      keepsCallerAudio: options.keepsCallerAudio ?? false,
      nowS: Date.now() / 1000,
    });
    sessions.push(session);
    if (sessions.length > SESSIONS_KEPT_AT_MOST) sessions.shift();
    socket.on('message', (data: Buffer) => session.receive(data.toString('utf8')));
    socket.on('close', (code) => session.closed(code));
    options.onSession?.(session);
  };

  const accept = (socket: WebSocket, asked: AcceptedHandshake, index: number, faults: Faults): void => {
    socket.on('error', () => socket.terminate());
    const { model, speaksBeta } = asked;
    const unknown = model === null ? undefined : modelRefusal(model);
    const refusal = speaksBeta ? complaint('beta_api_shape_disabled', BETA_MESSAGE) : unknown;
    if (!refusal) {
      if (model === null) transcribe(socket, faults);
      else openSession(socket, model, index, faults);
      return;
    }
    socket.send(JSON.stringify({ type: 'error', event_id: new Identifiers().next('event'), error: refusal }));
    socket.close(4000, speaksBeta ? BETA_CLOSED : `invalid_request_error.${refusal.code}`);
  };

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const index = connections++;
    const faults = options.faults?.(index) ?? {};
    upgrading.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => upgrading.delete(socket));
    const asked = readHandshake(request, options.keys);
    if ('status' in asked) {
      refuseUpgrade(socket, asked.status, asked.error);
      return;
    }
    if (faults.refusesUpgrade) {
      const [code, message] = UPGRADE_FAULTS[faults.refusesUpgrade];
      refuseUpgrade(socket, faults.refusesUpgrade, complaint(code, message));
      return;
    }
    const upgrade = (): void => {
      if (socket.destroyed) return;
      upgrading.delete(socket);
      sockets.handleUpgrade(request, socket, head, (peer) => accept(peer, asked, index, faults));
    };
    if (faults.acceptsAfterMs === undefined) upgrade();
    else timers.after(faults.acceptsAfterMs, upgrade);
  });

  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `ws://127.0.0.1:${port}/v1/realtime`,
    sessions,
    transcriptions,
    async close() {
      timers.stopAll();
      for (const socket of upgrading) socket.destroy();
      for (const socket of sockets.clients) socket.close(1001);
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      const grace = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, MS_TO_SAY_GOODBYE);
      await closed;
      clearTimeout(grace);
    },
  };
}

function peerOf(socket: WebSocket): Peer {
  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > BYTES_UNSENT_AT_MOST) socket.terminate();
      else socket.send(frame);
    },
    socket,
  };
}
