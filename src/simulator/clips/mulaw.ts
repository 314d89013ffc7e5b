import { MULAW_SILENCE_BYTE, mulawToLinear } from '../../shared/audio/mulaw';

const BIAS = 0x84;
const LOUDEST = 32_635;

/** Linear 16-bit sample of every µ-law byte, for loops over many of them. */
export const MULAW_TO_LINEAR: Int16Array = Int16Array.from({ length: 256 }, (_, byte) => mulawToLinear(byte));

/** The µ-law byte nearest to a linear 16-bit sample; never 0x7f, the second zero. */
export function mulawOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), LOUDEST) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const byte = ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
  return byte === 0x7f ? MULAW_SILENCE_BYTE : byte;
}
