import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadClips } from '../../clips/clips';
import { fromMulaw, MulawReader, type AudioFormat } from './audio-format';

const clips = loadClips(fileURLToPath(new URL('../../../../resources/clips', import.meta.url)));
const FORMATS: readonly AudioFormat[] = [
  { type: 'audio/pcmu' },
  { type: 'audio/pcma' },
  { type: 'audio/pcm', rate: 24_000 },
];

function readInParts(bytes: Buffer, format: AudioFormat, partBytes: number): Buffer {
  const reader = new MulawReader();
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += partBytes) {
    const part = Buffer.from(bytes.subarray(at, at + partBytes));
    parts.push(part.subarray(0, reader.read(part, part.length, format)));
  }
  return Buffer.concat(parts);
}

describe('MulawReader', () => {
  it('reads back what fromMulaw wrote, in parts of any size', () => {
    const clip = clips.audio('anna-hello');
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), fc.integer({ min: 1, max: 700 }), (format, partBytes) => {
        const read = readInParts(fromMulaw(clip, format), format, partBytes);
        expect(read.length).toBe(clip.length);
        const same = read.filter((byte, at) => byte === clip[at]).length;
        // A-law and µ-law have different steps: only some of their values coincide.
        expect(same / clip.length).toBeGreaterThan(format.type === 'audio/pcma' ? 0.7 : 0.9999);
      }),
      { numRuns: 60 },
    );
  });
});
