import { decodeHeard } from '../../../shared/audio/headset-wire';
import { Upsampler } from '../resampling';
import { PHONE_RATE, PLAYBACK, type Mix, type PlaybackMessage } from '../worklet-messages';
import { JitterBuffer } from './jitter-buffer';

/** Share of the way to a new mix covered per sample: a time constant of 5 ms, so that the change makes no click. */
const EASING = 1 / (0.005 * sampleRate);

const SILENT: Mix = { callerLeft: 0, callerRight: 0, otherLeft: 0, otherRight: 0 };

/** Worklet processor of playback: takes encoded frames, and outputs sound for both ears at the device's rate. */
class Playback extends AudioWorkletProcessor {
  private readonly buffer = new JitterBuffer();
  private readonly upsampler = new Upsampler(PHONE_RATE, sampleRate);
  private caller = new Float32Array(128);
  private other = new Float32Array(128);
  private wanted = SILENT;
  private readonly now: { -readonly [Part in keyof Mix]: number } = { ...SILENT };
  private isOpen = true;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<Uint8Array | PlaybackMessage>) => this.take(data);
  }

  process(_inputs: unknown, [output]: readonly (readonly Float32Array[])[]): boolean {
    const [left, right] = output ?? [];
    if (left === undefined || right === undefined) return this.isOpen;
    if (this.caller.length !== left.length) {
      this.caller = new Float32Array(left.length);
      this.other = new Float32Array(left.length);
    }
    this.upsampler.pull(this.caller, this.other, this.buffer.draw, this.buffer.speed);
    const { now, wanted } = this;
    for (let i = 0; i < left.length; i++) {
      now.callerLeft += (wanted.callerLeft - now.callerLeft) * EASING;
      now.callerRight += (wanted.callerRight - now.callerRight) * EASING;
      now.otherLeft += (wanted.otherLeft - now.otherLeft) * EASING;
      now.otherRight += (wanted.otherRight - now.otherRight) * EASING;
      const caller = this.caller[i] ?? 0;
      const other = this.other[i] ?? 0;
      left[i] = caller * now.callerLeft + other * now.otherLeft;
      right[i] = caller * now.callerRight + other * now.otherRight;
    }
    return this.isOpen;
  }

  private take(data: Uint8Array | PlaybackMessage): void {
    if (data instanceof Uint8Array) {
      const frame = decodeHeard(data);
      if (frame !== undefined) this.buffer.push(frame);
    } else if (data.type === 'mix') this.wanted = data.mix;
    else if (data.type === 'reset') this.buffer.reset();
    else this.isOpen = false;
  }
}

registerProcessor(PLAYBACK, Playback);
