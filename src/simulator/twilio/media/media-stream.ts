import type { Socket } from 'node:net';
import WebSocket from 'ws';
import type { Clock } from '../../clock';
import { streamAddress, type AddressBook } from '../address-book';
import { readBridgeMessage } from './bridge-message';
import type { CallLog } from '../call-log';
import { CallerFrames, type StartFacts } from './caller-frames';
import type { MarkRecord } from './heard-audio';
import type { Phone } from './phone';
import { Player } from './player';
import { signatureHeaders, type SignatureMode, type SigningKeys } from '../webhooks/signature';
import { TICK_MS, type Ticker, type TickerSeat } from './ticker';

/**
 * Reason why a stream ended. `stopped`: by Twilio; `closed`: by the bridge, normally; `failed`: with one of Twilio's codes.
 */
type StreamEnding =
  { readonly how: 'stopped' } | { readonly how: 'closed' } | { readonly how: 'failed'; readonly code: number };

/** Services that all streams of a simulator share. */
export interface StreamLine {
  readonly clock: Clock;
  readonly ticker: Ticker;
  readonly book: AddressBook;
  readonly keys: SigningKeys;
  /** Sockets to destroy when the simulator closes. */
  readonly sockets: Set<WebSocket>;
  /** Aborted when the simulator closes; pending requests are given up. */
  readonly closing: AbortSignal;
}

/** The call's side of one stream. */
export interface StreamPart {
  readonly facts: StartFacts;
  readonly phone: Phone;
  readonly log: CallLog;
  /** Start of the call, in ms on the clock. */
  readonly callStartMs: number;
  readonly signature: SignatureMode;
  readonly onStarted: () => void;
}

const HANDSHAKE_LIMIT_MS = 5_000;
const MAX_UNSENT_BYTES = 1_048_576;
const MAX_MESSAGE_BYTES = 16_777_216;

/** One bidirectional media stream, from the upgrade to its end. Use it once. */
export class MediaStream {
  readonly #line: StreamLine;
  readonly #part: StreamPart;
  readonly #frames: CallerFrames;
  readonly #player: Player<MarkRecord>;
  readonly #warned = new Set<number>();
  #socket: WebSocket | undefined;
  #tcp: Socket | undefined;
  #seat: TickerSeat | undefined;
  #hasStarted = false;
  #ticks = 0;
  #tickAtMs = 0;
  #failure: number | undefined;
  #end: ((ending: StreamEnding) => void) | undefined;

  constructor(line: StreamLine, part: StreamPart) {
    this.#line = line;
    this.#part = part;
    this.#frames = new CallerFrames(part.facts);
    this.#player = new Player<MarkRecord>(
      {
        onFrame: (frame, length, fromByte) => part.phone.play(frame, length, fromByte, this.#tickAtMs),
        onMark: (mark, echo) => {
          part.phone.heard.noteEcho(mark, echo, this.#callMs());
          this.#send(this.#frames.mark(mark.name));
        },
      },
      part.phone.heard.sentBytes,
    );
  }

  /** True from `start` to the end. */
  get isRunning(): boolean {
    return this.#seat !== undefined;
  }

  /** True once `start` was sent, running or not. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** Bytes queued for the phone and not yet played. */
  get queuedBytes(): number {
    return this.#player.queuedBytes;
  }

  /** Opens the stream; always resolves, when it is over. Aborting sends `stop` and closes the socket. */
  run(url: string, signal: AbortSignal): Promise<StreamEnding> {
    return new Promise((resolve) => {
      const stop = (): void => this.#stop();
      this.#end = (ending) => {
        this.#end = undefined;
        this.#seat?.leave();
        this.#seat = undefined;
        signal.removeEventListener('abort', stop);
        resolve(ending);
      };
      const address = streamAddress(url, this.#line.book, this.#part.log);
      if ('code' in address) {
        this.#end({ how: 'failed', code: address.code });
        return;
      }
      signal.addEventListener('abort', stop);
      const { authToken, sharedKey } = this.#line.keys;
      const keys = { authToken, sharedKey: sharedKey?.signsStreams === true ? sharedKey : undefined };
      const headers = {
        ...address.route.headers,
        'User-Agent': 'Twilio.TmeWs/1.0',
        ...signatureHeaders(this.#part.signature, keys, address.signedUrl, {}),
      };
      this.#listen(
        new WebSocket(address.connectUrl, {
          headers,
          perMessageDeflate: false,
          handshakeTimeout: HANDSHAKE_LIMIT_MS,
          maxPayload: MAX_MESSAGE_BYTES,
        }),
      );
    });
  }

  /** Sends a key pressed on the phone. */
  sendDigit(digit: string): void {
    this.#send(this.#frames.digit(digit));
  }

  /** Drops the connection with a TCP reset and no `stop`. */
  reset(): void {
    this.#tcp?.resetAndDestroy();
  }

  /** Stops sending and reading while the connection stays open. */
  freeze(): void {
    this.#socket?.pause();
    this.#end?.({ how: 'stopped' });
  }

  /** Stops or resumes reading, so that the bridge's audio piles up in its socket. */
  stallReading(isStalled: boolean): void {
    if (isStalled) this.#socket?.pause();
    else this.#socket?.resume();
  }

  /** Makes every step that is due; called by the ticker. */
  advance(nowMs: number): void {
    // Send echoed marks and the frame of the same tick in one write.
    this.#tcp?.cork();
    while (this.#seat && this.#seat.startMs + (this.#ticks + 1) * TICK_MS <= nowMs + 1e-6) {
      this.#ticks += 1;
      this.#tickAtMs = this.#seat.startMs + this.#ticks * TICK_MS - this.#part.callStartMs;
      this.#player.tick();
      this.#part.phone.uplink.tick(this.#ticks, this.#tickAtMs, this.#sendMedia);
      this.#part.phone.watch.check();
    }
    this.#tcp?.uncork();
  }

  #listen(socket: WebSocket): void {
    this.#socket = socket;
    this.#line.sockets.add(socket);
    socket.on('upgrade', (response) => {
      this.#tcp = response.socket;
      response.socket.setNoDelay(true);
    });
    socket.on('open', () => this.#start());
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('unexpected-response', (request, response) => {
      this.#failure = 31920;
      response.resume();
      request.destroy();
      this.#end?.({ how: 'failed', code: 31920 });
    });
    socket.on('error', (error) => {
      this.#failure ??= errorCodeFor(error, this.#seat !== undefined);
    });
    socket.on('close', (code) => {
      this.#line.sockets.delete(socket);
      if (code === 1000) this.#end?.({ how: 'closed' });
      else this.#end?.({ how: 'failed', code: this.#failure ?? closeCodeFor(code) });
    });
  }

  #start(): void {
    if (!this.#end) return;
    this.#send(this.#frames.connected());
    this.#send(this.#frames.start());
    this.#seat = this.#line.ticker.join(this);
    this.#hasStarted = true;
    this.#part.onStarted();
    this.#part.phone.watch.check();
  }

  #stop(): void {
    if (this.#seat) this.#send(this.#frames.stop());
    if (this.#socket?.readyState === WebSocket.CONNECTING) this.#socket.terminate();
    else this.#socket?.close(1000);
    this.#end?.({ how: 'stopped' });
  }

  #receive(data: WebSocket.RawData, isBinary: boolean): void {
    if (!this.#seat) return;
    // The timer may be later than the socket: first play what was due before this message.
    this.advance(this.#line.clock.nowMs());
    if (isBinary) {
      this.#refuse(31950, 'binary-message', '');
      return;
    }
    const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
    const message = readBridgeMessage(text, this.#part.facts.streamSid);
    const { heard } = this.#part.phone;
    switch (message.event) {
      case 'media':
        this.#part.phone.tap?.(message.audio, this.#line.clock.nowMs());
        if (this.#player.enqueue(message.audio)) heard.noteSent(message.audio.length, this.#callMs());
        else this.#warn(31931, 'more than ten minutes of audio queued');
        return;
      case 'mark': {
        this.#player.mark(heard.noteMark(message.name, this.#callMs()));
        return;
      }
      case 'clear': {
        heard.noteClear(this.#player.clear(), this.#callMs());
        return;
      }
      case 'invalid': {
        this.#refuse(31951, message.violation, text.slice(0, 200));
        return;
      }
    }
  }

  #refuse(code: number, violation: Parameters<CallLog['violation']>[0], detail: string): void {
    this.#part.log.violation(violation, detail);
    this.#warn(code, violation);
  }

  #warn(code: number, detail: string): void {
    if (this.#warned.has(code)) return;
    this.#warned.add(code);
    this.#part.log.code(code, detail);
  }

  readonly #sendMedia = (payload: string, timestampMs: number): void => {
    if ((this.#socket?.bufferedAmount ?? 0) > MAX_UNSENT_BYTES) {
      this.#warn(31930, 'the bridge does not read its caller audio');
      return;
    }
    this.#send(this.#frames.media(payload, timestampMs));
  };

  #send(message: string): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const { mangle } = this.#part.phone;
    if (!mangle) this.#socket.send(message);
    else for (const mangled of mangle(message)) this.#socket.send(mangled);
  }

  #callMs(): number {
    return this.#line.clock.nowMs() - this.#part.callStartMs;
  }
}

/** Twilio's code for a socket error: before the stream was up, or within it. */
function errorCodeFor(error: Error, wasUp: boolean): number {
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('WS_ERR_')) return 31924;
  if (wasUp) return 31903;
  if (code === 'ECONNREFUSED') return 31902;
  return error.message.includes('timed out') ? 31901 : 31920;
}

/** Twilio's code for a stream that the bridge closed with anything but 1000; 1006 stands for no close frame at all. */
function closeCodeFor(closeCode: number): number {
  return closeCode === 1006 ? 31903 : 31921;
}
