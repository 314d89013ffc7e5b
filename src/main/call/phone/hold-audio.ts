import { mulawOf, MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import type { Clock, Dispose } from '../../ports/ports';
import type { PhonePlayout } from './phone-playout';

const CHUNK_MS = 200;
/** Most hold audio that the phone has yet to play; 600 ms bridge a hitch of ours. */
const MAX_AHEAD_MS = 600;
/** Amplitude of a note, about -25 dBm0: quiet enough to be spoken over. */
const AMPLITUDE = 1300;
const NOTE_MS = 800;
const BAR_MS = 6400;
/** Notes of a slow, rising and falling chord; Hz. Zero: a rest. */
const MELODY: readonly number[] = [261.6, 329.6, 392, 523.3, 392, 329.6, 261.6, 0];

/** Hold melody from `startMs` on, as µ-law; it repeats every 6.4 s without a seam. */
export function holdMelody(startMs: number, durationMs: number): Uint8Array {
  const first = Math.round(startMs * MULAW_BYTES_PER_MS);
  const audio = new Uint8Array(Math.round(durationMs * MULAW_BYTES_PER_MS));
  for (let i = 0; i < audio.length; i += 1) audio[i] = mulawOf(melodyAt(((first + i) / MULAW_BYTES_PER_MS) % BAR_MS));
  return audio;
}

function melodyAt(atMs: number): number {
  const hz = MELODY[Math.floor(atMs / NOTE_MS)] ?? 0;
  const intoNoteMs = atMs % NOTE_MS;
  const envelope = Math.min(1, intoNoteMs / 40) * Math.min(1, (NOTE_MS - intoNoteMs) / 400);
  const angle = (2 * Math.PI * intoNoteMs) / 1000;
  return AMPLITUDE * envelope * (Math.sin(angle * hz) + 0.25 * Math.sin(2 * angle * hz));
}

/** Hold music for the caller. Sent a little ahead of play-out, and silent at once when it stops. */
export class HoldAudio {
  private stopTimer: Dispose | null = null;
  private chunks = 0;
  /** End of its last chunk in the phone's stream. */
  private endByte = 0;

  constructor(
    private readonly phone: PhonePlayout,
    private readonly clock: Clock,
  ) {}

  get isOn(): boolean {
    return this.stopTimer !== null;
  }

  start(): void {
    if (this.stopTimer === null) this.send();
  }

  stop(): void {
    if (this.stopTimer === null) return;
    this.stopTimer();
    this.stopTimer = null;
    if (this.phone.isUnheard(this.endByte)) this.phone.clear();
    this.endByte = 0;
  }

  private send(): void {
    while (this.phone.unheardMs() + CHUNK_MS <= MAX_AHEAD_MS) {
      const chunk = holdMelody(this.chunks * CHUNK_MS, CHUNK_MS);
      this.phone.play(Buffer.from(chunk).toString('base64'));
      this.endByte = this.phone.endByte;
      this.chunks += 1;
    }
    this.stopTimer = this.clock.after(CHUNK_MS, () => this.send());
  }
}
