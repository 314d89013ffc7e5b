import type { Sound } from './sound';

const LASTS_SECONDS = 0.7;
const EDGE_SECONDS = 0.03;
const HZ = 523.25;
/** As loud as speech is, not as loud as a tone can be. */
const LOUDNESS = 0.2;

/** Plays a short tone through the chosen speaker and resolves when it is over. `volume`: 0 to 1. */
export async function playTone(sound: Sound, volume: number): Promise<void> {
  const context = await sound.acquire();
  const tone = new OscillatorNode(context, { frequency: HZ });
  const gain = new GainNode(context, { gain: 0 });
  const begins = context.currentTime;
  gain.gain.setValueAtTime(0, begins);
  gain.gain.linearRampToValueAtTime(LOUDNESS * volume, begins + EDGE_SECONDS);
  gain.gain.setValueAtTime(LOUDNESS * volume, begins + LASTS_SECONDS - EDGE_SECONDS);
  gain.gain.linearRampToValueAtTime(0, begins + LASTS_SECONDS);
  tone.connect(gain).connect(context.destination);
  const over = new Promise<void>((resolve) => tone.addEventListener('ended', () => resolve(), { once: true }));
  tone.start(begins);
  tone.stop(begins + LASTS_SECONDS);
  await over;
  tone.disconnect();
  gain.disconnect();
  sound.release();
}
