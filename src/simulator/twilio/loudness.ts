/** The byte of silence; zero would be a loud click. */
export const SILENCE_BYTE = 0xff;

const AUDIBLE_MEAN_AMPLITUDE = 200;

const amplitudes = Uint16Array.from({ length: 256 }, (_, byte) => {
  const inverted = ~byte & 0x7f;
  return (((inverted & 0x0f) << 3) + 0x84) * (1 << (inverted >> 4)) - 0x84;
});

/** True when the first `length` µ-law bytes are loud enough for a person to notice: mean amplitude above 200 of 32768. */
export function isAudible(frame: Buffer, length: number): boolean {
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += amplitudes[frame[at] ?? SILENCE_BYTE] ?? 0;
  return sum > AUDIBLE_MEAN_AMPLITUDE * length;
}
