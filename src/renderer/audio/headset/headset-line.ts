import {
  decodeHeard,
  encodeMicrophone,
  encodeReceipt,
  RECEIPT_EVERY_FRAMES,
  type MicrophoneFrame,
} from '../../../shared/audio/headset-wire';
import { NOT_DONE } from '../../client/refusals/refusals';
import type { AudioPipe, Connection } from '../../client/transport';
import {
  MICROPHONE_WORDS,
  refusalLine,
  type MicrophoneControl,
  type MicrophoneUse,
} from '../capture/microphone-control';

/** State of the audio channel. `lost`: it was open, and will reopen by itself. */
export type ChannelState = 'off' | 'opening' | 'open' | 'lost';

/** Deadline for the main process to confirm that it knows the headset, in ms. */
const KNOWN_WITHIN_MS = 5000;
const AGAIN_AFTER_MS = 1000;

export interface HeadsetLineEvents {
  readonly onState: (state: ChannelState) => void;
  /** Called with the id of the call whose frames follow; null for none. */
  readonly onAnnounced: (callId: string | null) => void;
  /** Called with each frame of monitored audio, still encoded. */
  readonly onFrame: (message: Uint8Array) => void;
  /** Called when a lost channel is open again. */
  readonly onReopened: () => void;
}

interface HeadsetLineParts {
  readonly headsetId: string;
  readonly events: HeadsetLineEvents;
  /** Returns true when a lost channel should be opened again. */
  readonly isNeeded: () => boolean;
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** The page's end of the audio channel. It is opened when first needed, and reopened for as long as it is needed. */
export class HeadsetLine {
  private connection: Connection | null = null;
  private pipe: AudioPipe | null = null;
  private opening: Promise<void> | null = null;
  private unreceipted = 0;

  constructor(private readonly parts: HeadsetLineParts) {}

  get isOpen(): boolean {
    return this.pipe !== null;
  }

  /** Sets the connection the channel is part of; null while there is none. */
  setConnection(connection: Connection | null): void {
    this.connection = connection;
    if (connection === null) this.lost();
    else if (this.parts.isNeeded()) void this.reopen();
  }

  /**
   * Opens the channel if it is not open. Resolves when the main process knows this headset; rejects when it cannot be
   * reached.
   */
  ensure(): Promise<void> {
    if (this.pipe !== null) return Promise.resolve();
    this.opening ??= this.open().finally(() => (this.opening = null));
    return this.opening;
  }

  send(kind: MicrophoneFrame, frame: Uint8Array): void {
    this.pipe?.send(encodeMicrophone(kind, frame));
  }

  private async open(): Promise<void> {
    const { connection, parts } = this;
    if (connection === null) throw new Error('There is no line');
    parts.events.onState('opening');
    let known = (): void => undefined;
    const isKnown = new Promise<true>((resolve) => (known = () => resolve(true)));
    let pipe: AudioPipe | null = null;
    try {
      pipe = await connection.openAudio((message) => {
        known();
        this.read(message);
      });
      pipe.send(parts.headsetId);
      if (!(await Promise.race([isKnown, pipe.closed.then(() => false), this.tooLate()]))) throw new Error('Not known');
      if (this.connection !== connection) throw new Error('The line is gone');
    } catch (error) {
      pipe?.close();
      parts.events.onState('lost');
      throw error;
    }
    this.follow(pipe);
  }

  private follow(pipe: AudioPipe): void {
    this.pipe = pipe;
    this.unreceipted = 0;
    this.parts.events.onState('open');
    void pipe.closed.then(() => {
      if (this.pipe !== pipe) return;
      this.lost();
      if (this.parts.isNeeded()) void this.reopen();
    });
  }

  private async reopen(): Promise<void> {
    try {
      await this.ensure();
      this.parts.events.onReopened();
    } catch {
      this.parts.after(AGAIN_AFTER_MS, () => {
        if (this.connection !== null && this.pipe === null && this.parts.isNeeded()) void this.reopen();
      });
    }
  }

  private lost(): void {
    if (this.pipe === null) return;
    this.pipe = null;
    this.parts.events.onState('lost');
  }

  private read(message: string | Uint8Array): void {
    if (typeof message === 'string') {
      this.parts.events.onAnnounced(message === '' ? null : message);
      return;
    }
    const frame = decodeHeard(message);
    if (frame === undefined) return;
    this.unreceipted += 1;
    if (this.unreceipted >= RECEIPT_EVERY_FRAMES) {
      this.unreceipted = 0;
      this.pipe?.send(encodeReceipt(frame.seq));
    }
    this.parts.events.onFrame(message);
  }

  private tooLate(): Promise<false> {
    return new Promise((resolve) => this.parts.after(KNOWN_WITHIN_MS, () => resolve(false)));
  }
}

/** Parts of whatever sends the operator's speech over the channel. */
export interface SpeakingParts {
  readonly headsetId: string;
  readonly line: Pick<HeadsetLine, 'ensure' | 'send'>;
  readonly microphone: Pick<MicrophoneControl, 'begin' | 'end' | 'setGate'>;
}

/**
 * Opens the microphone for a use, then the channel. Resolves to the reason why that was not possible, or null. The use
 * must `end` in any case.
 */
export async function openToSpeak(
  use: MicrophoneUse,
  { microphone, line }: Pick<SpeakingParts, 'microphone' | 'line'>,
): Promise<string | null> {
  const refusal = await microphone.begin(use);
  if (refusal !== null) return refusalLine(MICROPHONE_WORDS[refusal]);
  try {
    await line.ensure();
    return null;
  } catch {
    return NOT_DONE;
  }
}
