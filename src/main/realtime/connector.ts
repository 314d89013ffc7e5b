import type { IncomingMessage } from 'node:http';
import { WebSocket, type RawData } from 'ws';
import type { Agent } from '../../shared/agent/agent';
import { MAX_DETAIL_CHARS, type ModelFailure } from '../../shared/call/events';
import type { Clock, Dispose, ModelConnector, ModelEvent, ModelLeg, Secrets } from '../ports';
import { ModelSender } from './model-sender';
import { isConfirmed, sessionConfig } from './session-config';
import { translate } from './translate';
import { parseFrame } from './wire';

/** From dialling to a confirmed session. The caller waits in silence meanwhile. */
const READY_DEADLINE_MS = 10_000;
const PING_EVERY_MS = 10_000;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const MAX_MALFORMED_FRAMES = 20;

const CLOSE_FAILURES: Readonly<Record<number, ModelFailure>> = { 1001: 'expired', 4000: 'misconfigured' };

export interface RealtimeParts {
  /** `wss://…/v1/realtime`; any server that speaks the GA protocol. */
  readonly url: string;
  readonly secrets: Pick<Secrets, 'openAiKey'>;
  readonly clock: Clock;
}

/** Connects calls to a Realtime server: one socket a call, GA protocol only. */
export function createRealtimeConnector(parts: RealtimeParts): ModelConnector {
  return { connect: (agent, onEvent) => new RealtimeLeg(parts, agent, onEvent) };
}

type State = 'dialling' | 'configuring' | 'ready' | 'over';

/** The model leg of one call, over its own socket. */
class RealtimeLeg implements ModelLeg {
  private state: State = 'dialling';
  private readonly socket: WebSocket | null;
  private readonly sender: ModelSender;
  private readonly reported = new Set<string>();
  private malformedFrames = 0;
  private stopDeadline: Dispose = () => undefined;
  private stopPing: Dispose = () => undefined;
  private isPongDue = false;

  constructor(
    private readonly parts: RealtimeParts,
    private readonly agent: Agent,
    private readonly onEvent: (event: ModelEvent) => void,
  ) {
    const key = parts.secrets.openAiKey();
    this.socket = key === undefined ? null : this.dial(key);
    this.sender = new ModelSender(this.socket, parts.clock, (event) => this.emit(event));
    this.stopDeadline =
      key === undefined
        ? parts.clock.after(0, () => this.fail('refused', 'There is no OpenAI key'))
        : parts.clock.after(READY_DEADLINE_MS, () =>
            this.fail('unreachable', 'The model service did not get ready in time'),
          );
  }

  appendAudio(payload: string): void {
    this.sender.appendAudio(payload);
  }

  createResponse(request: Parameters<ModelLeg['createResponse']>[0]): void {
    this.sender.send({
      type: 'response.create',
      ...(request.instructions === undefined && request.withoutContext !== true
        ? {}
        : {
            response: {
              ...(request.instructions === undefined ? {} : { instructions: request.instructions }),
              ...(request.withoutContext === true ? { input: [] } : {}),
            },
          }),
    });
  }

  cancelResponse(responseId?: string): void {
    this.sender.send({ type: 'response.cancel', ...(responseId === undefined ? {} : { response_id: responseId }) });
  }

  truncate(itemId: string, contentIndex: number, audioEndMs: number): void {
    this.sender.send({
      type: 'conversation.item.truncate',
      item_id: itemId,
      content_index: contentIndex,
      audio_end_ms: audioEndMs,
    });
  }

  sendToolOutput(toolCallId: string, output: string): void {
    this.sender.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: toolCallId, output },
    });
  }

  close(): void {
    if (this.state === 'over') return;
    this.state = 'over';
    this.stopDeadline();
    this.stopPing();
    if (this.socket === null) return;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.close(1000);
    const { socket } = this;
    const stop = this.parts.clock.after(1000, () => socket.terminate());
    socket.once('close', stop);
    if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
  }

  private dial(key: string): WebSocket {
    const url = new URL(this.parts.url);
    url.searchParams.set('model', this.agent.model);
    const socket = new WebSocket(url, {
      headers: { Authorization: `Bearer ${key}` },
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: READY_DEADLINE_MS,
    });
    socket.on('error', () =>
      this.fail(this.state === 'dialling' ? 'unreachable' : 'lost', 'The connection to the model service failed'),
    );
    socket.on('unexpected-response', (request, response) => {
      this.upgradeRefused(response);
      request.destroy();
    });
    socket.on('open', () => {
      if (this.state === 'dialling') this.state = 'configuring';
      this.ping();
    });
    socket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
    socket.on('close', (code) =>
      this.fail(CLOSE_FAILURES[code] ?? 'lost', `The model service closed the connection (${String(code)})`),
    );
    socket.on('pong', () => {
      this.isPongDue = false;
    });
    return socket;
  }

  private upgradeRefused(response: IncomingMessage): void {
    const status = response.statusCode ?? 0;
    response.resume();
    const failure = status === 401 || status === 403 || status === 404 ? 'refused' : 'unreachable';
    this.fail(failure, `The model service answered HTTP ${String(status)}`);
  }

  private onMessage(data: RawData, isBinary: boolean): void {
    if (this.state === 'over') return;
    const frame = isBinary || !Buffer.isBuffer(data) ? null : parseFrame(data.toString('utf8'));
    if (frame === null || frame.kind === 'malformed') {
      this.malformed(frame?.detail ?? 'binary frame');
      return;
    }
    if (frame.kind === 'unknown') {
      this.reportOnce('unknown-frame', `Unknown event ${frame.type}`);
      return;
    }
    const { event } = frame;
    if (event.type === 'session.created' && this.state === 'configuring') {
      this.sender.send({ type: 'session.update', event_id: 'configure', session: sessionConfig(this.agent) });
    } else if (event.type === 'session.updated') {
      this.sessionUpdated(event.session);
    } else if (event.type === 'error' && this.state === 'configuring' && event.error.event_id === 'configure') {
      this.fail('misconfigured', `The model service refused the agent's settings: ${event.error.message}`);
    } else {
      this.onTranslated(event);
    }
  }

  private onTranslated(event: Parameters<typeof translate>[0]): void {
    let translated: ModelEvent | null;
    try {
      translated = translate(event);
    } catch {
      this.malformed(`a ${event.type} without its fields`);
      return;
    }
    if (translated === null) return;
    if (translated.type === 'failed') this.fail(translated.failure, translated.detail);
    else this.emit(translated);
  }

  private sessionUpdated(session: Parameters<typeof isConfirmed>[0]): void {
    if (!isConfirmed(session)) {
      this.fail('misconfigured', 'The model service did not confirm telephone audio');
      return;
    }
    if (this.state !== 'configuring') return;
    this.state = 'ready';
    this.stopDeadline();
    const id = 'id' in session && typeof session.id === 'string' && session.id !== '' ? session.id : 'unnamed';
    this.emit({ type: 'ready', sessionId: id.slice(0, 128) });
  }

  private malformed(detail: string): void {
    this.malformedFrames += 1;
    this.reportOnce('malformed-frame', `The model service sent ${detail}`);
    if (this.malformedFrames > MAX_MALFORMED_FRAMES)
      this.fail('lost', 'The model service sends frames that make no sense');
  }

  private reportOnce(fault: 'malformed-frame' | 'unknown-frame', detail: string): void {
    if (this.reported.has(detail) || this.reported.size > 20) return;
    this.reported.add(detail);
    this.emit({ type: 'fault', fault, detail: detail.slice(0, MAX_DETAIL_CHARS) });
  }

  private ping(): void {
    this.stopPing = this.parts.clock.after(PING_EVERY_MS, () => {
      if (this.isPongDue) {
        this.fail('lost', 'The model service stopped answering');
        return;
      }
      this.isPongDue = true;
      this.socket?.ping();
      this.ping();
    });
  }

  private fail(failure: ModelFailure, detail: string): void {
    if (this.state === 'over') return;
    this.close();
    this.onEvent({ type: 'failed', failure, detail: detail.slice(0, MAX_DETAIL_CHARS) });
  }

  private emit(event: ModelEvent): void {
    if (this.state !== 'over') this.onEvent(event);
  }
}
