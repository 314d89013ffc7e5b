import { KERNEL_RADIUS, kernelAt } from '../sinc-kernel';

/**
 * Resamples sound from a device's rate down to a lower one, block by block. Everything above what the lower rate can
 * hold is filtered out first, or it would come back as noise. Adds a delay of `KERNEL_RADIUS` samples of the lower
 * rate.
 */
export class Downsampler {
  private readonly ratio: number;
  private readonly radius: number;
  /** Ring of the latest input, as long as the filter. */
  private readonly history: Float32Array;
  private newest = -1;
  /** Position of the next output on the input's timeline, in input samples. */
  private next = 0;

  /** `fromRate` must not be below `toRate`; both in Hz. */
  constructor(fromRate: number, toRate: number) {
    this.ratio = fromRate / toRate;
    this.radius = Math.ceil(KERNEL_RADIUS * this.ratio);
    this.history = new Float32Array(2 * this.radius + 1);
  }

  /** Takes a block and emits each sample of the lower rate that it completes. */
  push(block: Float32Array, onSample: (sample: number) => void): void {
    for (const sample of block) {
      this.newest += 1;
      this.history[this.newest % this.history.length] = sample;
      while (this.next + this.radius <= this.newest) {
        onSample(this.filtered(this.next));
        this.next += this.ratio;
      }
    }
  }

  private filtered(at: number): number {
    const { history, radius, ratio } = this;
    const middle = Math.round(at);
    let sum = 0;
    for (let index = Math.max(0, middle - radius); index <= Math.min(this.newest, middle + radius); index++) {
      sum += (history[index % history.length] ?? 0) * kernelAt((index - at) / ratio);
    }
    return sum / ratio;
  }
}
