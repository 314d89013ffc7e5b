/** Zero crossings of the kernel on each side, and table entries between two of them. */
const CROSSINGS = 16;
const STEPS = 512;
/** Shape of the Kaiser window: 75 dB of attenuation beyond the edge. */
const BETA = 7.4;

/** Table of the low-pass filter, in samples of the lower of its two rates. */
const TABLE = createTable();

/**
 * Windowed sinc at a distance from its middle, in samples of the lower rate; 0 beyond `KERNEL_RADIUS`. It passes what
 * is below 85 % of half that rate, and stops what is above 115 %.
 */
export function kernelAt(distance: number): number {
  const place = Math.abs(distance) * STEPS;
  const index = Math.floor(place);
  const before = TABLE[index];
  const after = TABLE[index + 1];
  return before === undefined || after === undefined ? 0 : before + (after - before) * (place - index);
}

export const KERNEL_RADIUS = CROSSINGS;

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
