import { MULAW_SILENCE_BYTE, mulawOf } from '../../../shared/audio/mulaw';
import { FRAME_BYTES } from './player';

const SAMPLES_A_SECOND = 8000;
/** Ringback tone of North America: two tones at once, two seconds on and four off. */
const TONES_HZ = [440, 480];
const ON_FRAMES = 100;
const CYCLE_FRAMES = 300;
const AMPLITUDE = 3000;

const ON = Buffer.alloc(ON_FRAMES * FRAME_BYTES);
for (let at = 0; at < ON.length; at += 1) {
  const sum = TONES_HZ.reduce((total, hz) => total + Math.sin((2 * Math.PI * hz * at) / SAMPLES_A_SECOND), 0);
  ON[at] = mulawOf(Math.round(sum * AMPLITUDE));
}

/** Fills the nth 20 ms, from 0, of the ringback tone a caller hears. */
export function fillRingTone(frame: Buffer, n: number): void {
  const at = n % CYCLE_FRAMES;
  if (at < ON_FRAMES) ON.copy(frame, 0, at * FRAME_BYTES, (at + 1) * FRAME_BYTES);
  else frame.fill(MULAW_SILENCE_BYTE);
}
