/** Data rate of G.711 µ-law, 8 kHz mono: the only audio a phone leg carries. */
export const MULAW_BYTES_PER_MS = 8;

/** Byte of silence. 0x00 would be full-scale negative: a loud click. */
export const MULAW_SILENCE_BYTE = 0xff;

function expand(byte: number): number {
  const value = ~byte & 0xff;
  const exponent = (value >> 4) & 0x07;
  const magnitude = (((value & 0x0f) << 3) + 0x84) << exponent;
  return value & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

const LINEAR = Int16Array.from({ length: 256 }, (_, byte) => expand(byte));

/** Decodes a µ-law byte to a 16-bit sample. */
export function mulawToLinear(byte: number): number {
  return LINEAR[byte & 0xff] ?? 0;
}

const BIAS = 0x84;
const LOUDEST = 32_635;

/** Encodes a 16-bit sample, whole or fractional, as the nearest µ-law byte; never 0x7f, the second zero. */
export function mulawOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), LOUDEST) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const byte = ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
  return byte === 0x7f ? MULAW_SILENCE_BYTE : byte;
}

/** Root mean square of µ-law bytes, 0 (silence) to 1 (full scale). */
export function mulawRms(bytes: Uint8Array, start = 0, end = bytes.length): number {
  if (end <= start) return 0;
  let sum = 0;
  for (let i = start; i < end; i++) {
    const sample = mulawToLinear(bytes[i] ?? MULAW_SILENCE_BYTE);
    sum += sample * sample;
  }
  return Math.sqrt(sum / (end - start)) / 32_768;
}

/** Meter level of a root mean square: 0 at -50 dBFS and below, 1 at -10 dBFS and above. */
export function loudness(rms: number): number {
  if (rms <= 0) return 0;
  const db = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, (db + 50) / 40));
}
