const BIAS = 0x84;
const LOUDEST = 32_635;

function decode(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 0x07);
  return (bits & 0x80) === 0 ? magnitude - BIAS : BIAS - magnitude;
}

/** Linear 16-bit sample of every µ-law byte (ITU-T G.711). */
export const MULAW_TO_LINEAR: Int16Array = Int16Array.from({ length: 256 }, (_, byte) => decode(byte));

/** The µ-law byte of digital silence. */
export const MULAW_SILENCE = 0xff;

/** Bytes of one millisecond of µ-law at 8 kHz. */
export const MULAW_BYTES_PER_MS = 8;

/** The µ-law byte nearest to a linear 16-bit sample; never 0x7f, the second zero. */
export function mulawOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), LOUDEST) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const byte = ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
  return byte === 0x7f ? MULAW_SILENCE : byte;
}
