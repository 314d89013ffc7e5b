import {
  decodeReceipt,
  DICTATION_FRAME,
  encodeHeard,
  MICROPHONE_MESSAGE_BYTES,
  PRACTICE_FRAME,
  VOICE_FRAME,
  WINDOW_FRAMES,
  type MicrophoneFrame,
} from '../../../shared/audio/headset-wire';
import { createRate, type Rate } from '../../../shared/std/rate';
import type { Clock, Dispose, Log } from '../../ports/ports';
import type { AudioChannel, AudioChannelListener } from '../../ports/ports-headset';

/** Time for a page to name its headset; ms. */
const NAME_WITHIN_MS = 5000;
const NAME = /^[\w-]{8,64}$/;

/** Capacity for frames a slow page has yet to take, 200 ms of them; beyond it the oldest is dropped. */
export const MAX_WAITING_FRAMES = 10;

/**
 * Rate limit of a page's messages. A microphone sends 50 a second, or 100 while it whispers beside an open one, and
 * receipts add 10. A page that stood still for 2 s may send those at once.
 */
const MAX_BURST_MESSAGES = 250;
const MAX_MESSAGES_PER_SECOND = 125;

/** Owner of a headset's channel, told of its events. */
export interface HeadsetChannelOwner {
  /** Called once, first. False: there is no room, and the channel closes. */
  onNamed(id: string): boolean;
  onMicrophone(kind: MicrophoneFrame, frame: Uint8Array): void;
  /** Called once, last, even if the channel was never named. */
  onClosed(): void;
}

interface HeadsetChannelParts {
  readonly channel: AudioChannel;
  readonly owner: HeadsetChannelOwner;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * One page's headset on the wire. Takes only whole frames at a bounded rate, and never runs more than a window ahead of
 * its reader.
 */
export class HeadsetChannel implements AudioChannelListener {
  private readonly hasRoom: Rate;
  private readonly stopWaiting: Dispose;
  private isNamed = false;
  private isClosed = false;
  private lastSeq = 0;
  /** Numbers of the frames sent and not yet acknowledged; `waiting` holds the frames still to send. */
  private onTheWay: number[] = [];
  private waiting: { readonly seq: number; readonly message: Uint8Array }[] = [];
  private isDropping = false;

  constructor(private readonly parts: HeadsetChannelParts) {
    const { clock } = parts;
    this.hasRoom = createRate(() => clock.nowMs(), MAX_BURST_MESSAGES, MAX_MESSAGES_PER_SECOND);
    this.stopWaiting = clock.after(NAME_WITHIN_MS, () => this.refuse('no-name'));
  }

  /** Announces the call whose frames follow, or none. Frames of another call that still wait are never sent. */
  announce(callId: string | null): void {
    if (this.isClosed) return;
    this.waiting = [];
    this.parts.channel.send(callId ?? '');
  }

  /** Sends one frame of each side, or queues it for a page that is behind. */
  hear(caller: Uint8Array, other: Uint8Array): void {
    if (this.isClosed) return;
    this.lastSeq = (this.lastSeq + 1) >>> 0;
    this.waiting.push({ seq: this.lastSeq, message: encodeHeard({ seq: this.lastSeq, caller, other }) });
    this.send();
    if (this.waiting.length <= MAX_WAITING_FRAMES) return;
    this.waiting.shift();
    if (this.isDropping) return;
    this.isDropping = true;
    this.parts.log.warn('headset.slow-reader');
  }

  onMessage(message: string | Uint8Array): void {
    if (this.isClosed) return;
    if (!this.hasRoom()) this.refuse('rate');
    else if (typeof message === 'string') this.name(message);
    else if (!this.isNamed) this.refuse('no-name');
    else this.read(message);
  }

  onClosed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.stopWaiting();
    this.waiting = [];
    this.parts.owner.onClosed();
  }

  close(): void {
    if (this.isClosed) return;
    this.parts.channel.close();
    this.onClosed();
  }

  private name(id: string): void {
    if (this.isNamed || !NAME.test(id)) {
      this.refuse('malformed');
      return;
    }
    this.isNamed = true;
    this.stopWaiting();
    if (this.parts.owner.onNamed(id)) this.announce(null);
    else this.refuse('too-many');
  }

  private read(message: Uint8Array): void {
    const kind = message[0];
    const received = decodeReceipt(message);
    if (received !== undefined) this.received(received);
    else if (message.length === MICROPHONE_MESSAGE_BYTES && isMicrophone(kind))
      this.parts.owner.onMicrophone(kind, message.subarray(1));
    else this.refuse('malformed');
  }

  private received(seq: number): void {
    const read = this.onTheWay.indexOf(seq);
    if (read < 0) {
      this.refuse('malformed');
      return;
    }
    this.onTheWay = this.onTheWay.slice(read + 1);
    this.send();
  }

  private send(): void {
    while (this.onTheWay.length < WINDOW_FRAMES) {
      const next = this.waiting.shift();
      if (next === undefined) {
        this.isDropping = false;
        return;
      }
      this.onTheWay.push(next.seq);
      this.parts.channel.send(next.message);
    }
  }

  private refuse(reason: 'no-name' | 'malformed' | 'rate' | 'too-many'): void {
    this.parts.log.warn('headset.refused', { reason });
    this.close();
  }
}

function isMicrophone(kind: number | undefined): kind is MicrophoneFrame {
  return kind === VOICE_FRAME || kind === DICTATION_FRAME || kind === PRACTICE_FRAME;
}
