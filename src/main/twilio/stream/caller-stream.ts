import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { assertNever } from '../../../shared/std/assert-never';
import { errorCode } from '../../../shared/std/guards';
import type { CallerLeg, CallerLegListener, Clock, Dispose, Log } from '../../ports/ports';
import {
  parseCarrierFrame,
  type DtmfFrame,
  type MarkFrame,
  type MediaFrame,
  type StartFrame,
} from '../wire/media-stream';
import { textFrame } from './fast-path/text-frame';
import { BacklogGrowth, MessageRate, RoundTrip, Sequence } from './stream-health';
import type { StreamGrant } from './stream-tokens';
import { OutgoingFrames } from './wire-out';

const START_DEADLINE_MS = 5000;
/** Longest wait for a sign of life, a frame or an answer to a ping; a phone may send no frames and be there. */
const IDLE_LIMIT_MS = 10_000;
const CLOSE_GRACE_MS = 1000;
const CHECK_EVERY_MS = 1000;
const CHECKS_PER_PING = 5;
const MAX_BUFFERED_BYTES = 256 * 1024;
const MAX_MALFORMED_FRAMES = 20;

/** Close codes of RFC 6455. Twilio takes all but 1000 for an error of ours. */
const NORMAL = 1000;
const WRONG_KIND_OF_DATA = 1003;
const WRONG_DATA = 1007;
const AGAINST_OUR_RULES = 1008;
const OUR_FAULT = 1011;
const TRY_LATER = 1013;

export interface CallerStreamParts {
  readonly socket: WebSocket;
  /** Connection under the socket; takes whole frames. */
  readonly transport: Duplex;
  readonly grant: StreamGrant;
  /** Attaches the proven stream to its call. Undefined: nobody wants it. */
  readonly attach: (callId: string, leg: CallerLeg) => CallerLegListener | undefined;
  /** Called once, when the stream has proved itself. */
  readonly onStarted: () => void;
  readonly clock: Clock;
  readonly log: Log;
  /** Default true. False: the WebSocket library frames what is sent. */
  readonly fastPath?: boolean;
}

/** One Twilio media stream: the caller's leg of a call, from the upgrade to the last byte. */
export class CallerStream implements CallerLeg {
  private out: OutgoingFrames | undefined;
  private streamSid = '';
  private listener: CallerLegListener | undefined;
  private hasEnded = false;
  private isClosing = false;
  private lastSignAtMs: number;
  private lastCheckAtMs: number;
  private checks = 0;
  private malformedFrames = 0;
  private unknownFrames = 0;
  private readonly roundTrip = new RoundTrip();
  private readonly sequence = new Sequence();
  private readonly rate = new MessageRate();
  private readonly growth = new BacklogGrowth();
  private stopStartDeadline: Dispose;
  private stopChecks: Dispose;
  private stopGrace: Dispose | undefined;

  constructor(private readonly parts: CallerStreamParts) {
    const { socket, clock } = parts;
    socket.on('error', (error) => this.onSocketError(error));
    socket.on('close', () => this.onSocketClose());
    socket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
    socket.on('ping', () => this.rate.add());
    socket.on('pong', (data) => {
      this.rate.add();
      if (this.roundTrip.finish(data.toString(), clock.nowMs())) this.lastSignAtMs = clock.nowMs();
    });
    this.lastSignAtMs = this.lastCheckAtMs = clock.nowMs();
    this.stopStartDeadline = clock.after(START_DEADLINE_MS, () => this.giveUp(AGAINST_OUR_RULES, 'never-started'));
    this.stopChecks = clock.after(CHECK_EVERY_MS, this.check);
    this.ping();
  }

  sendAudio(payload: string, mark?: string): void {
    const { out } = this;
    if (!out) return;
    this.send(out.media(payload), mark === undefined ? undefined : out.mark(mark));
  }

  sendMark(name: string): void {
    if (this.out) this.send(this.out.mark(name));
  }

  clear(): void {
    if (this.out) this.send(this.out.clear);
  }

  roundTripMs(): number {
    return this.roundTrip.smallestMs();
  }

  close(): void {
    this.closeSocket(NORMAL);
  }

  private send(message: string, next?: string): void {
    if (this.isClosing) return;
    const { socket, transport } = this.parts;
    if (socket.readyState !== socket.OPEN) return;
    if (this.parts.fastPath === false) {
      socket.send(message);
      if (next !== undefined) socket.send(next);
    } else {
      // The library has nothing under way: it compresses nothing, and writes what it is given at once.
      const frame = textFrame(message);
      transport.write(next === undefined ? frame : frame + textFrame(next), 'latin1');
    }
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) this.giveUpOnSlowReader();
  }

  /** Reads one message. A listener that throws is a bug of ours, and costs this call but no other. */
  private onMessage(data: RawData, isBinary: boolean): void {
    if (this.isClosing) return;
    this.rate.add();
    if (isBinary || !Buffer.isBuffer(data)) {
      this.giveUp(WRONG_KIND_OF_DATA, 'binary-frame');
      return;
    }
    try {
      this.onText(data.toString());
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      this.parts.log.error('caller-stream-bug', { callId: this.parts.grant.callId, name });
      this.giveUp(OUR_FAULT, 'bug');
    }
  }

  private onText(text: string): void {
    const frame = parseCarrierFrame(text);
    this.lastSignAtMs = this.parts.clock.nowMs();
    switch (frame.type) {
      case 'media':
      case 'mark':
      case 'dtmf':
        this.onStreamFrame(frame);
        return;
      case 'start':
        this.onStart(frame);
        return;
      case 'stop':
        this.closeSocket(NORMAL);
        this.end('stopped');
        return;
      case 'connected':
        return;
      case 'unknown':
        if (++this.unknownFrames === 1) this.listener?.onFault('unknown-frame', frame.event);
        return;
      case 'malformed':
        this.onMalformed(frame.where);
        return;
      default:
        assertNever(frame);
    }
  }

  private onStreamFrame(frame: MediaFrame | MarkFrame | DtmfFrame): void {
    const { listener, sequence } = this;
    if (!listener) {
      this.giveUp(AGAINST_OUR_RULES, 'not-started');
    } else if (frame.streamSid !== this.streamSid) {
      this.onMalformed('streamSid');
    } else if (frame.type === 'media') {
      if (!sequence.isDoubled(frame.sequence, frame.chunk)) listener.onAudio(frame.payload, frame.timestampMs);
    } else {
      sequence.note(frame.sequence);
      if (frame.type === 'mark') listener.onMark(frame.name);
      else listener.onDigit(frame.digit);
    }
  }

  private onStart(start: StartFrame): void {
    const { grant, attach, onStarted } = this.parts;
    const objection = this.out ? 'second-start' : objectionTo(start, grant);
    if (objection) {
      this.giveUp(AGAINST_OUR_RULES, objection);
      return;
    }
    this.stopStartDeadline();
    this.sequence.note(start.sequence);
    this.streamSid = start.streamSid;
    this.out = new OutgoingFrames(start.streamSid);
    onStarted();
    this.listener = attach(grant.callId, this);
    if (!this.listener) this.giveUp(NORMAL, 'not-wanted');
  }

  private onMalformed(where: string): void {
    if (++this.malformedFrames === 1) this.listener?.onFault('malformed-frame', where);
    if (this.malformedFrames > MAX_MALFORMED_FRAMES) this.giveUp(WRONG_DATA, 'malformed-frames');
  }

  private readonly check = (): void => {
    const nowMs = this.parts.clock.nowMs();
    const elapsedMs = nowMs - this.lastCheckAtMs;
    this.lastCheckAtMs = nowMs;
    if (nowMs - this.lastSignAtMs >= IDLE_LIMIT_MS) {
      this.giveUp(AGAINST_OUR_RULES, 'idle');
    } else if (this.rate.isFlooded(elapsedMs)) {
      this.giveUp(AGAINST_OUR_RULES, 'flood');
    } else if (this.growth.isStuck(this.parts.socket.bufferedAmount, elapsedMs)) {
      this.giveUpOnSlowReader();
    } else {
      if (++this.checks % CHECKS_PER_PING === 0 || !this.roundTrip.isSettled) this.ping();
      this.stopChecks = this.parts.clock.after(CHECK_EVERY_MS, this.check);
    }
  };

  private ping(): void {
    if (this.parts.socket.readyState !== this.parts.socket.OPEN) return;
    this.parts.socket.ping(this.roundTrip.begin(this.parts.clock.nowMs()));
  }

  private giveUpOnSlowReader(): void {
    const { socket } = this.parts;
    const detail = `${socket.bufferedAmount} bytes wait to be read`;
    if (this.out) socket.send(this.out.clear);
    this.closeSocket(TRY_LATER);
    this.listener?.onFault('slow-reader', detail);
    this.end('lost');
  }

  private giveUp(code: number, reason: string): void {
    if (this.isClosing) return;
    this.parts.log.warn('caller-stream-refused', { callId: this.parts.grant.callId, reason });
    this.closeSocket(code);
    this.end('lost');
  }

  /** Closes the socket, and terminates it if the peer does not answer. */
  private closeSocket(code: number): void {
    if (this.isClosing) return;
    this.isClosing = true;
    this.stopTimers();
    this.parts.socket.close(code);
    this.stopGrace = this.parts.clock.after(CLOSE_GRACE_MS, () => this.parts.socket.terminate());
  }

  private onSocketError(error: Error): void {
    const code = errorCode(error) ?? error.name;
    this.parts.log.warn('caller-stream-error', { callId: this.parts.grant.callId, code });
    const how = this.isClosing ? 'stopped' : 'lost';
    this.closeSocket(NORMAL);
    this.end(how);
  }

  private onSocketClose(): void {
    const hadClosed = this.isClosing;
    this.isClosing = true;
    this.stopTimers();
    this.stopGrace?.();
    this.end(hadClosed ? 'stopped' : 'lost');
    const { missing, late, doubled } = this.sequence;
    const { malformedFrames, unknownFrames } = this;
    const facts = { callId: this.parts.grant.callId, missing, late, doubled, malformedFrames, unknownFrames };
    this.parts.log.info('caller-stream-closed', facts);
  }

  private stopTimers(): void {
    this.stopStartDeadline();
    this.stopChecks();
  }

  private end(how: 'stopped' | 'lost'): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.listener?.onClosed(how);
  }
}

function objectionTo(start: StartFrame, grant: StreamGrant): string | undefined {
  if (start.callSid !== grant.callSid) return 'other-call';
  if (start.accountSid !== grant.accountSid) return 'other-account';
  const isPhoneAudio = start.encoding === 'audio/x-mulaw' && start.sampleRate === 8000 && start.channels === 1;
  return isPhoneAudio ? undefined : 'other-media-format';
}
