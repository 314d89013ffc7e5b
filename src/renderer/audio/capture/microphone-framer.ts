import { FRAME_BYTES } from '../../../shared/audio/headset-wire';
import { loudness, MULAW_BYTES_PER_MS, mulawOf } from '../../../shared/audio/mulaw';
import { Downsampler } from '../resampling';
import { PHONE_RATE, type MicrophoneReport } from '../worklet-messages';

/** Duration of the fade when the gate opens or shuts, in samples at the phone's rate: 5 ms, enough to avoid a click. */
const EDGE = 5 * MULAW_BYTES_PER_MS;

/** Packs a microphone's samples into 20 ms frames, and passes them on while its gate is open. */
export class MicrophoneFramer {
  isOpen = false;
  private readonly downsampler: Downsampler;
  private frame = new Uint8Array(FRAME_BYTES);
  private filled = 0;
  private squares = 0;
  private opening = 0;
  private isHeard = false;

  /** `rate` is the microphone's sample rate, in Hz. */
  constructor(
    rate: number,
    private readonly report: (report: MicrophoneReport) => void,
  ) {
    this.downsampler = new Downsampler(rate, PHONE_RATE);
  }

  push(block: Float32Array): void {
    this.downsampler.push(block, this.take);
  }

  private readonly take = (sample: number): void => {
    this.squares += sample * sample;
    this.opening = Math.max(0, Math.min(1, this.opening + (this.isOpen ? 1 : -1) / EDGE));
    this.isHeard ||= this.opening > 0;
    this.frame[this.filled] = mulawOf(sample * this.opening * 32_768);
    this.filled += 1;
    if (this.filled < FRAME_BYTES) return;
    const level = loudness(Math.sqrt(this.squares / FRAME_BYTES));
    this.report({ level, frame: this.isHeard ? this.frame : null });
    this.frame = new Uint8Array(FRAME_BYTES);
    this.filled = 0;
    this.squares = 0;
    this.isHeard = this.opening > 0;
  };
}
