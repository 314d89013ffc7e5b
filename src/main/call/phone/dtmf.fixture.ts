import { mulawRms, mulawToLinear } from '../../../shared/audio/mulaw';

const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477, 1633];
const KEYS = ['123A', '456B', '789C', '*0#D'];
const WINDOW = 20 * 8;

/** Goertzel: how much of a frequency is in a stretch of sound, 0 to 1 of its full scale. */
function strength(sound: Uint8Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / 8000);
  let before = 0;
  let last = 0;
  for (const byte of sound) {
    const next = mulawToLinear(byte) / 32_768 + coefficient * last - before;
    before = last;
    last = next;
  }
  return (2 * Math.sqrt(last * last + before * before - coefficient * last * before)) / sound.length;
}

function strongest(sound: Uint8Array, frequencies: readonly number[]): number | null {
  const found = frequencies.map((hz) => strength(sound, hz));
  const index = found.indexOf(Math.max(...found));
  const others = found.filter((_, place) => place !== index);
  return (found[index] ?? 0) > 0.05 && Math.max(...others) < (found[index] ?? 0) / 2 ? index : null;
}

/** The keys that a receiver at the far end would understand: a tone counts once, from silence to silence. */
export function keysIn(sound: Uint8Array): string {
  let keys = '';
  let last: string | null = null;
  for (let at = 0; at + WINDOW <= sound.length; at += WINDOW) {
    const window = sound.subarray(at, at + WINDOW);
    const row = strongest(window, LOW);
    const column = strongest(window, HIGH);
    const key = row === null || column === null ? null : (KEYS[row]?.[column] ?? null);
    if (key !== null && last === null) keys += key;
    last = mulawRms(window) < 0.01 ? null : (key ?? last);
  }
  return keys;
}
