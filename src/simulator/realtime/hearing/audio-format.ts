import { MULAW_SILENCE_BYTE, mulawOf, mulawToLinear } from '../../../shared/audio/mulaw';

/** Linear 16-bit sample of every µ-law byte, for loops over many of them. */
export const MULAW_TO_LINEAR: Int16Array = Int16Array.from({ length: 256 }, (_, byte) => mulawToLinear(byte));

/** The three audio formats of the Realtime API; `audio/pcm` is 16 bit little-endian at 24 kHz. */
export type AudioFormat =
  | { readonly type: 'audio/pcm'; readonly rate: 24_000 }
  | { readonly type: 'audio/pcmu' }
  | { readonly type: 'audio/pcma' };

const PCM_SAMPLES_PER_MULAW_SAMPLE = 3;

function alawToLinear(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 0x07;
  const step = (bits & 0x0f) << 4;
  const magnitude = exponent === 0 ? step + 8 : (step + 0x108) << (exponent - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
}

function alawOf(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_767);
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const step = exponent === 0 ? magnitude >> 4 : (magnitude >> (exponent + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | step) ^ 0x55;
}

const ALAW_TO_MULAW = Uint8Array.from({ length: 256 }, (_, byte) => mulawOf(alawToLinear(byte)));
const MULAW_TO_ALAW = Uint8Array.from(MULAW_TO_LINEAR, alawOf);

/** Decodes appended audio to µ-law, however it is chunked: a sample cut in two is kept for the next call. */
export class MulawReader {
  #pcmByte = 0;
  #pcmBytesSeen = 0;

  /** Rewrites the first `length` bytes of `chunk` in place and returns how many of them are µ-law now. */
  read(chunk: Buffer, length: number, format: AudioFormat): number {
    if (format.type === 'audio/pcmu') return length;
    if (format.type === 'audio/pcma') {
      for (let at = 0; at < length; at += 1) chunk[at] = ALAW_TO_MULAW[chunk[at] ?? 0] ?? MULAW_SILENCE_BYTE;
      return length;
    }
    const bytesPerMulaw = 2 * PCM_SAMPLES_PER_MULAW_SAMPLE;
    let written = 0;
    for (let at = 0; at < length; at += 1) {
      const byte = chunk[at] ?? 0;
      const phase = this.#pcmBytesSeen % bytesPerMulaw;
      if (phase === 0) this.#pcmByte = byte;
      if (phase === 1) chunk[written++] = mulawOf(((byte << 24) >> 16) | this.#pcmByte);
      this.#pcmBytesSeen += 1;
    }
    return written;
  }
}

/** Encodes µ-law in another format, at the same duration. */
export function fromMulaw(mulaw: Buffer, format: AudioFormat): Buffer {
  if (format.type === 'audio/pcmu') return mulaw;
  if (format.type === 'audio/pcma') return Buffer.from(mulaw.map((byte) => MULAW_TO_ALAW[byte] ?? 0));
  const pcm = Buffer.allocUnsafe(mulaw.length * 2 * PCM_SAMPLES_PER_MULAW_SAMPLE);
  let written = 0;
  for (let at = 0; at < mulaw.length; at += 1) {
    const here = MULAW_TO_LINEAR[mulaw[at] ?? MULAW_SILENCE_BYTE] ?? 0;
    const next = MULAW_TO_LINEAR[mulaw[at + 1] ?? MULAW_SILENCE_BYTE] ?? 0;
    for (let step = 0; step < PCM_SAMPLES_PER_MULAW_SAMPLE; step += 1) {
      const sample = Math.round(here + ((next - here) * step) / PCM_SAMPLES_PER_MULAW_SAMPLE);
      written = pcm.writeInt16LE(sample, written);
    }
  }
  return pcm;
}
