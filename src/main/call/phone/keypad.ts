import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import type { Clock, CommandRefusal, Dispose } from '../../ports/ports';
import { dtmfTones } from './dtmf-tones';
import type { PhonePlayout } from './phone-playout';

/** Tones that have not sounded yet. */
const MAX_UNHEARD_MS = 12_000;

interface KeypadEffects {
  /** The phone is for the tones alone from now on. */
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}

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
