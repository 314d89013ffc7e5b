import { describe, expect, it } from 'vitest';
import { mulawOf, mulawToLinear } from '../../../shared/audio/mulaw';
import { clips } from '../call.fixture';
import { EnvelopeIndex, Loudness } from './envelope';

const index = new EnvelopeIndex(clips, clips.names());

function heard(...parts: readonly Uint8Array[]): readonly number[] {
  const loudness = new Loudness();
  for (const part of parts) loudness.append(part, 0, part.length);
  return loudness.take();
}

/** A clip as a microphone would pick it up: quieter, at another alignment, smeared by a filter, with a little noise. */
function throughTheAir(audio: Buffer, delayBytes: number): Uint8Array {
  const out = new Uint8Array(audio.length + delayBytes + 4000);
  let state = 0;
  for (let at = 0; at < out.length; at += 1) {
    state = 0.6 * state + 0.4 * mulawToLinear(audio[at - delayBytes] ?? 0xff);
    out[at] = mulawOf(0.5 * state + 40 * Math.sin(at * 12.9898 * (at % 7)));
  }
  return out;
}

describe('EnvelopeIndex', () => {
  it('understands every clip but the shortest although no byte of it is the same, and takes none for another', () => {
    const names = clips.names().filter((name) => clips.audio(name).length > 450 * 8);
    expect(names.length).toBeGreaterThan(35);
    for (const name of names)
      expect([name, index.match(heard(throughTheAir(clips.audio(name), 777)))]).toEqual([name, clips.text(name)]);
  });

  it('understands several in the order they were said, and nothing where there is nothing', () => {
    const silence = Buffer.alloc(6000, 0xff);
    const said = [clips.audio('dana-hello'), silence, clips.audio('dana-goodbye')].map((each) =>
      throughTheAir(each, 13),
    );
    expect(index.match(heard(...said))).toBe(`${clips.text('dana-hello')} ${clips.text('dana-goodbye')}`);
    expect(index.match(heard(silence))).toBe('');
    const noise = Uint8Array.from({ length: 24_000 }, (_, at) => (at * 7919) % 251);
    expect(index.match(heard(noise))).toBe('');
    const buzz = Uint8Array.from({ length: 40_000 }, (_, at) => mulawOf(9000 * Math.sin(at / 9) * Math.sin(at / 1500)));
    expect(index.match(heard(buzz))).toBe('');
  });
});
