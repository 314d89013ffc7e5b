import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE, mulawOf } from '../../../shared/audio/mulaw';
import type { Clock, CommandRefusal, Dispose } from '../../ports/ports';
import type { PhonePlayout } from './phone-playout';

/** Tones that have not sounded yet. */
const MAX_UNHEARD_MS = 12_000;

interface KeypadEffects {
  /** The phone is for the tones alone from now on. */
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}

const TONE_MS = 100;
const PAUSE_MS = 80;
/** Fades in and out so long, so that a tone does not begin with a click. */
const FADE_MS = 4;
/** A full-scale sine is +3.17 dBm0 in µ-law. Each of the two tones is at -12 dBm0: -9 dBm0 together. */
const TONE_AMPLITUDE = 32_124 * 10 ** ((-12 - 3.17) / 20);
const SAMPLES_PER_SECOND = 8000;

/** ITU-T Q.23: the tone of its row and the tone of its column, Hz. */
const FREQUENCIES: ReadonlyMap<string, readonly [number, number]> = new Map(
  ['123A', '456B', '789C', '*0#D'].flatMap((row, index) =>
    Array.from(row, (digit, column): [string, readonly [number, number]] => [
      digit,
      [[697, 770, 852, 941][index] ?? 0, [1209, 1336, 1477, 1633][column] ?? 0],
    ]),
  ),
);

/** Keys that the operator presses, as tones in the caller's ear. Nothing else is heard meanwhile, and nothing cuts them short. */
export class Keypad {
  private endsAtMs = 0;
  private stopTimer: Dispose | null = null;

  constructor(
    private readonly phone: PhonePlayout,
    private readonly clock: Clock,
    private readonly effects: KeypadEffects,
  ) {}

  get isPressing(): boolean {
    return this.stopTimer !== null;
  }

  press(digits: string): CommandRefusal | undefined {
    const tones = dtmfTones(digits);
    const nowMs = this.clock.nowMs();
    const endsAtMs = Math.max(nowMs, this.endsAtMs) + tones.length / MULAW_BYTES_PER_MS;
    if (endsAtMs - nowMs > MAX_UNHEARD_MS) return 'too-many-waiting';
    if (!this.isPressing) this.effects.onBegin();
    this.endsAtMs = endsAtMs;
    this.phone.play(Buffer.from(tones).toString('base64'));
    this.stopTimer?.();
    this.stopTimer = this.clock.after(endsAtMs - nowMs, () => {
      this.stopTimer = null;
      this.effects.onEnd();
    });
    return undefined;
  }
}

/** The keys of a phone as µ-law: 100 ms of tone and 80 ms of silence each. What is no key sounds like nothing. */
export function dtmfTones(digits: string): Uint8Array {
  const toneBytes = TONE_MS * MULAW_BYTES_PER_MS;
  const digitBytes = toneBytes + PAUSE_MS * MULAW_BYTES_PER_MS;
  const audio = new Uint8Array(digits.length * digitBytes).fill(MULAW_SILENCE_BYTE);
  Array.from(digits).forEach((digit, place) => {
    const pair = FREQUENCIES.get(digit);
    if (pair === undefined) return;
    for (let i = 0; i < toneBytes; i += 1) audio[place * digitBytes + i] = sample(pair, i, toneBytes);
  });
  return audio;
}

function sample([low, high]: readonly [number, number], at: number, of: number): number {
  const angle = (2 * Math.PI * at) / SAMPLES_PER_SECOND;
  const fade = Math.min(1, Math.min(at, of - 1 - at) / (FADE_MS * MULAW_BYTES_PER_MS));
  return mulawOf(TONE_AMPLITUDE * fade * (Math.sin(angle * low) + Math.sin(angle * high)));
}

const CHUNK_MS = 200;
/** Most hold audio that the phone has yet to play; 600 ms bridge a hitch of ours. */
const MAX_AHEAD_MS = 600;
/** Amplitude of a note, about -25 dBm0: quiet enough to be spoken over. */
const MELODY_AMPLITUDE = 1300;
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
  return MELODY_AMPLITUDE * envelope * (Math.sin(angle * hz) + 0.25 * Math.sin(2 * angle * hz));
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
      this.endByte = this.phone.sent.endByte;
      this.chunks += 1;
    }
    this.stopTimer = this.clock.after(CHUNK_MS, () => this.send());
  }
}
