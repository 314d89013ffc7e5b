import type { IncomingMessage } from 'node:http';
import { WebSocket, type RawData } from 'ws';
import { base64ByteLength } from '../../../shared/audio/base64';
import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import type { LineTestProblem } from '../../../shared/line/line-test';
import { errorCode, parsedJson } from '../../../shared/std/guards';
import type { Clock, Dispose } from '../../ports/ports';
import type { LineTestOutcome } from '../../ports/ports-lines';

const OPEN_LIMIT_MS = 10_000;
/** Time from the first frame to the last word heard; a call's first words take less than half of it. */
const AUDIO_LIMIT_MS = 8000;
const CLOSE_GRACE_MS = 1000;
const FRAME_MS = 20;
const MAX_MESSAGE_BYTES = 64 * 1024;
const SILENCE = Buffer.alloc(FRAME_MS * MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE).toString('base64');
const STREAM_SID = 'MZ00000000000000000000000000000000';

export interface LineTestStreamParts {
  /** Address from the webhook's answer, proven to be ours. */
  readonly url: string;
  readonly signature: string;
  readonly callSid: string;
  readonly accountSid: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
}

/**
 * A media stream played from Twilio's side: sends silence at a phone's pace, plays what comes, and echoes the marks.
 */
export class LineTestStream {
  private socket: WebSocket | undefined;
  private settle: (outcome: LineTestOutcome) => void = () => undefined;
  private isOpen = false;
  private sequence = 0;
  private chunk = 0;
  private startedAtMs = 0;
  private firstSoundMs: number | undefined;
  private playedUntilMs = 0;
  private readonly timers = new Set<Dispose>();

  constructor(private readonly parts: LineTestStreamParts) {}

  /** Runs the stream; never rejects, and resolves once it is as good as closed. `wasHeard` makes it a success. */
  run(): Promise<LineTestOutcome> {
    const { signal } = this.parts;
    return new Promise<LineTestOutcome>((resolve) => {
      const cancel = (): void => this.settle({ ok: false, failure: { of: 'line', problem: 'cancelled' } });
      this.settle = (outcome) => {
        this.settle = () => undefined;
        signal.removeEventListener('abort', cancel);
        this.close();
        resolve(outcome);
      };
      signal.addEventListener('abort', cancel);
      if (signal.aborted) cancel();
      else this.open();
    });
  }

  /** Called once the bridge heard its caller, and its agent was heard to the end. */
  wasHeard(): void {
    this.settle({ ok: true, roundTripMs: this.firstSoundMs ?? 0 });
  }

  private open(): void {
    const { url, signature, onOpen } = this.parts;
    const socket = new WebSocket(url, {
      headers: { 'x-twilio-signature': signature },
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
    });
    this.socket = socket;
    this.after(OPEN_LIMIT_MS, () => !this.isOpen && this.fail('stream-timed-out'));
    socket.on('unexpected-response', (request, response: IncomingMessage) => {
      request.destroy();
      this.fail('stream-refused', `HTTP ${String(response.statusCode)}`);
    });
    socket.on('error', (error) =>
      this.fail(this.isOpen ? 'stream-broke' : 'stream-refused', errorCode(error)?.slice(0, 64)),
    );
    socket.on('close', (code) => this.fail(this.isOpen ? 'stream-broke' : 'stream-refused', `close ${String(code)}`));
    socket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
    socket.on('open', () => {
      this.isOpen = true;
      onOpen();
      this.after(AUDIO_LIMIT_MS, () => this.fail('no-audio'));
      this.begin();
    });
  }

  private begin(): void {
    const { callSid, accountSid, clock } = this.parts;
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 };
    const facts = {
      accountSid,
      callSid,
      streamSid: STREAM_SID,
      tracks: ['inbound'],
      mediaFormat,
      customParameters: {},
    };
    this.startedAtMs = clock.nowMs();
    this.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    this.sendNumbered({ event: 'start', start: facts });
    this.sayNothing();
  }

  /** Sends one silent frame now, and the next when the stream's clock says so. */
  private sayNothing(): void {
    const timestamp = String(this.chunk * FRAME_MS);
    this.chunk += 1;
    this.sendNumbered({
      event: 'media',
      media: { track: 'inbound', chunk: String(this.chunk), timestamp, payload: SILENCE },
    });
    this.after(this.startedAtMs + this.chunk * FRAME_MS - this.parts.clock.nowMs(), () => this.sayNothing());
  }

  private onMessage(data: RawData, isBinary: boolean): void {
    const message = isBinary || !Buffer.isBuffer(data) ? {} : fieldsIn(parsedJson(data.toString()));
    const nowMs = this.parts.clock.nowMs();
    if (message['event'] === 'media') {
      const { payload } = fieldsIn(message['media']);
      if (typeof payload !== 'string') return;
      this.firstSoundMs ??= nowMs - this.startedAtMs;
      this.playedUntilMs = Math.max(this.playedUntilMs, nowMs) + base64ByteLength(payload) / MULAW_BYTES_PER_MS;
    } else if (message['event'] === 'mark') {
      const { name } = fieldsIn(message['mark']);
      this.after(this.playedUntilMs - nowMs, () => this.sendNumbered({ event: 'mark', mark: { name } }));
    }
  }

  private sendNumbered(message: Readonly<Record<string, unknown>>): void {
    this.sequence += 1;
    this.send({ ...message, sequenceNumber: String(this.sequence), streamSid: STREAM_SID });
  }

  private send(message: Readonly<Record<string, unknown>>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private after(delayMs: number, run: () => unknown): void {
    const cancel = this.parts.clock.after(Math.max(0, delayMs), () => {
      this.timers.delete(cancel);
      run();
    });
    this.timers.add(cancel);
  }

  private fail(problem: LineTestProblem, code?: string): void {
    this.settle({ ok: false, failure: { of: 'line-test', problem, ...(code !== undefined && { code }) } });
  }

  /** Hangs up as Twilio does after the caller did, and cuts off a peer that does not close. */
  private close(): void {
    for (const cancel of this.timers) cancel();
    this.timers.clear();
    const { socket, parts } = this;
    if (socket === undefined) return;
    if (socket.readyState === WebSocket.OPEN) {
      const { callSid, accountSid } = parts;
      this.sendNumbered({ event: 'stop', stop: { accountSid, callSid } });
      socket.close(1000);
    }
    const cutOff = parts.clock.after(socket.readyState === WebSocket.CONNECTING ? 0 : CLOSE_GRACE_MS, () =>
      socket.terminate(),
    );
    socket.once('close', cutOff);
  }
}

function fieldsIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
