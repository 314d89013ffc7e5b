import type { Clips } from '../../clips/clips';
import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE, mulawOf } from '../../../shared/audio/mulaw';

/** Synthesises a text as µ-law. The buffer is shared: do not write to it. */
export type Voice = (text: string) => Buffer;

const CHARACTERS_PER_SECOND = 14;
const SHORTEST_MS = 400;
const LONGEST_MS = 180_000;
const SPOKEN_TEXTS_AT_MOST = 64;

const SAMPLES_PER_SECOND = 8000;
const PITCH_HZ = 120;
const HARMONICS = 8;
const LOUDNESS = 9000;

/** Imitates only the energy and timing of speech: a buzz per word, silence between words and after sentences. */
function synthesise(text: string): Buffer {
  const ms = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.round((text.length * 1000) / CHARACTERS_PER_SECOND)));
  const audio = Buffer.alloc(ms * MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE);
  const samplesPerCharacter = audio.length / Math.max(1, text.length);
  let phase = 0;
  for (const word of text.matchAll(/[^\s]+/g)) {
    const start = Math.floor(word.index * samplesPerCharacter);
    const end = Math.min(audio.length, Math.floor((word.index + word[0].length) * samplesPerCharacter));
    for (let at = start; at < end; at += 1) {
      const place = (at - start) / (end - start);
      phase += (2 * Math.PI * (PITCH_HZ + 25 * Math.sin(at / 5000) - 20 * place)) / SAMPLES_PER_SECOND;
      let sample = 0;
      for (let harmonic = 1; harmonic <= HARMONICS; harmonic += 1) {
        sample += Math.sin(phase * harmonic) / (1 + Math.abs(harmonic - 5 - 2 * Math.sin(at / 900)));
      }
      audio[at] = mulawOf(Math.round(sample * LOUDNESS * Math.sin(Math.PI * place) ** 0.5));
    }
  }
  return audio;
}

/** Creates a voice that plays the agent's clip of a text if there is one, otherwise a buzz of fitting length. */
export function createVoice(clips: Clips): Voice {
  const recorded = new Map(
    clips
      .names()
      .filter((name) => clips.voice(name) === 'agent')
      .map((name) => [clips.text(name), clips.audio(name)]),
  );
  const spoken = new Map<string, Buffer>();
  return (text) => {
    const known = recorded.get(text.trim()) ?? spoken.get(text);
    if (known) return known;
    const audio = synthesise(text);
    if (spoken.size >= SPOKEN_TEXTS_AT_MOST) spoken.clear();
    spoken.set(text, audio);
    return audio;
  };
}
