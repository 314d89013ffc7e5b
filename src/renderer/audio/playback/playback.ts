import type { Sound } from '../sound';
import { PLAYBACK, type Mix, type PlaybackMessage } from '../worklet-messages';

/** Sides of a call the operator can hear. `both`: the caller on the left, whom they hear on the right. */
export const SIDES = ['both', 'caller', 'other'] as const;

export type Side = (typeof SIDES)[number];

/** Gain of each side in each ear; `volume` 0 to 1. */
export function mixOf(side: Side, volume: number): Mix {
  return {
    callerLeft: side === 'other' ? 0 : volume,
    callerRight: side === 'caller' ? volume : 0,
    otherLeft: side === 'other' ? volume : 0,
    otherRight: side === 'caller' ? 0 : volume,
  };
}

/** Plays a call to the operator, from frames as they arrive. */
export class Playback {
  private node: AudioWorkletNode | null = null;
  private mix = mixOf('both', 1);
  private wanted = false;

  constructor(private readonly sound: Sound) {}

  /** Starts playback. Rejects when this machine has no sound. */
  async start(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    let context: AudioContext;
    try {
      context = await this.sound.acquire();
    } catch (error) {
      this.wanted = false;
      throw error;
    }
    if (!this.isWanted()) {
      this.sound.release();
      return;
    }
    this.node = new AudioWorkletNode(context, PLAYBACK, { numberOfInputs: 0, outputChannelCount: [2] });
    this.node.connect(context.destination);
    this.setMix(this.mix);
  }

  stop(): void {
    this.wanted = false;
    if (this.node === null) return;
    this.tell({ type: 'close' });
    this.node.disconnect();
    this.node.port.close();
    this.node = null;
    this.sound.release();
  }

  /** Plays one frame, still encoded. */
  hear(message: Uint8Array): void {
    this.node?.port.postMessage(message);
  }

  /** Discards the buffered sound: frames of another call follow. */
  forget(): void {
    this.tell({ type: 'reset' });
  }

  setMix(mix: Mix): void {
    this.mix = mix;
    this.tell({ type: 'mix', mix });
  }

  private isWanted(): boolean {
    return this.wanted && this.node === null;
  }

  private tell(message: PlaybackMessage): void {
    this.node?.port.postMessage(message);
  }
}
