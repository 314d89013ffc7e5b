/** Zero crossings of the kernel on each side, and table entries between two of them. */
const CROSSINGS = 16;
const STEPS = 512;
/** Shape of the Kaiser window: 75 dB of attenuation beyond the edge. */
const BETA = 7.4;

/** Table of the low-pass filter, in samples of the lower of its two rates. */
const TABLE = createTable();

/** Reach of the kernel, in samples of the lower rate. */
export const KERNEL_RADIUS = CROSSINGS;
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

/**
 * Windowed sinc at a distance from its middle, in samples of the lower rate; 0 beyond `KERNEL_RADIUS`. It passes what
 * is below 85 % of half that rate, and stops what is above 115 %.
 */
function kernelAt(distance: number): number {
  const place = Math.abs(distance) * STEPS;
  const index = Math.floor(place);
  const before = TABLE[index];
  const after = TABLE[index + 1];
  return before === undefined || after === undefined ? 0 : before + (after - before) * (place - index);
}

function createTable(): Float64Array {
  const table = new Float64Array(CROSSINGS * STEPS + 1);
  for (let i = 0; i < table.length; i++) {
    const x = i / STEPS;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    table[i] = sinc * (bessel(BETA * Math.sqrt(1 - (x / CROSSINGS) ** 2)) / bessel(BETA));
  }
  return table;
}

/** Modified Bessel function of the first kind and order zero. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
