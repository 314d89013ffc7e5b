import { KERNEL_RADIUS, kernelAt } from '../sinc-kernel';

const TAPS = 2 * KERNEL_RADIUS;

/**
 * Resamples two channels from a lower rate up to a device's, drawing from a source as it goes. It can draw a little
 * faster or slower, because the source's clock is another machine's. Adds a delay of `KERNEL_RADIUS` samples of the
 * lower rate.
 */
export class Upsampler {
  private readonly step: number;
  private readonly left = new Float32Array(TAPS);
  private readonly right = new Float32Array(TAPS);
  private readonly weights = new Float32Array(TAPS);
  /** Ring position of the oldest sample held. */
  private oldest = 0;
  /** Position of the next output after the sample in the middle of the ring, 0 to 1. */
  private phase = 1;

  /** `toRate` must not be below `fromRate`; both in Hz. */
  constructor(fromRate: number, toRate: number) {
    this.step = fromRate / toRate;
  }

  /** Fills both outputs. `draw` gives the next sample of each channel; `speed` 1.01 takes them 1 % faster. */
  pull(
    left: Float32Array,
    right: Float32Array,
    draw: (take: (left: number, right: number) => void) => void,
    speed = 1,
  ): void {
    for (let i = 0; i < left.length; i++) {
      while (this.phase >= 1) {
        draw(this.take);
        this.phase -= 1;
      }
      this.interpolate();
      left[i] = this.sum(this.left);
      right[i] = this.sum(this.right);
      this.phase += this.step * speed;
    }
  }

  private readonly take = (left: number, right: number): void => {
    this.left[this.oldest] = left;
    this.right[this.oldest] = right;
    this.oldest = (this.oldest + 1) % TAPS;
  };

  private interpolate(): void {
    for (let tap = 0; tap < TAPS; tap++) {
      this.weights[(this.oldest + tap) % TAPS] = kernelAt(tap - (KERNEL_RADIUS - 1) - this.phase);
    }
  }

  private sum(channel: Float32Array): number {
    let sum = 0;
    for (let i = 0; i < TAPS; i++) sum += (channel[i] ?? 0) * (this.weights[i] ?? 0);
    return sum;
  }
}
