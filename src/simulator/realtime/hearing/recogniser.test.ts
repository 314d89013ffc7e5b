import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadClips } from '../../clips/clips';
import { ClipIndex, Recogniser, UNCLEAR } from './recogniser';

const clips = loadClips(fileURLToPath(new URL('../../../../resources/clips', import.meta.url)));
const callers = clips.names().filter((name) => clips.voice(name) !== 'agent');
const index = new ClipIndex(clips);

function heard(audio: Buffer, chunk = audio.length): string {
  const recogniser = new Recogniser(index);
  for (let at = 0; at < audio.length; at += chunk) recogniser.append(audio, at, Math.min(audio.length, at + chunk));
  return recogniser.take();
}

describe('Recogniser', () => {
  it('understands every clip at any alignment, in chunks of any size', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...callers),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 1, max: 4000 }),
        (name, silentBytes, chunk) => {
          const audio = Buffer.concat([Buffer.alloc(silentBytes, 0xff), clips.audio(name), Buffer.alloc(999, 0xff)]);
          expect(heard(audio, chunk)).toBe(clips.text(name));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('understands a clip of which every fifth frame was lost', () => {
    for (const name of callers) {
      const audio = Buffer.from(clips.audio(name));
      for (let at = 0; at < audio.length; at += 800) audio.fill(0xff, at, Math.min(audio.length, at + 160));
      expect(heard(audio)).toBe(clips.text(name));
    }
  });

  it('understands two clips of one turn in their order, and each turn for itself', () => {
    const recogniser = new Recogniser(index);
    const both = Buffer.concat([clips.audio('anna-hello'), Buffer.alloc(3000, 0xff), clips.audio('anna-order')]);
    recogniser.append(both, 0, both.length);
    expect(recogniser.take()).toBe(`${clips.text('anna-hello')} ${clips.text('anna-order')}`);
    expect(recogniser.take()).toBe(UNCLEAR);
  });

  it('does not understand noise, silence, the agent or a fragment', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8000, maxLength: 16_000 }), (bytes) => {
        expect(heard(Buffer.from(bytes))).toBe(UNCLEAR);
      }),
      { numRuns: 20 },
    );
    expect(heard(Buffer.alloc(16_000, 0xff))).toBe(UNCLEAR);
    expect(heard(clips.audio('agent-shipped'))).toBe(UNCLEAR);
    expect(heard(clips.audio('anna-order').subarray(0, 1600))).toBe(UNCLEAR);
  });
});
