import type { CallEvent } from '../../../shared/call/events';
import type { Microphone, OperatorLoss } from '../../../shared/call/events/operator';
import type { Clock, CommandRefusal, Dispose } from '../../ports/ports';

/** An open microphone that is not muted sends something all the time; after so long without, nobody hears the operator. */
const NO_SOUND_AFTER_MS = 3000;

interface SeatEffects {
  readonly emit: (event: CallEvent) => void;
  /** The operator did not come back in time. */
  readonly onGone: () => void;
  /** How long an operator who was lost is waited for; ms. */
  readonly returnMs: () => number;
}

interface Seated {
  headsetId: string;
  microphone: Microphone;
  isMuted: boolean;
  loss: OperatorLoss | null;
}

/** Who took the call over, and whether the caller can hear them. Warns at once when not, and waits for them a while. */
export class OperatorSeat {
  private seated: Seated | null = null;
  private isListenedTo = true;
  private stopSilenceWatch: Dispose = () => undefined;
  private stopReturn: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly effects: SeatEffects,
  ) {}

  /** True when somebody else than this headset has the floor and can be heard. */
  isTakenFrom(headsetId: string): boolean {
    return this.seated !== null && this.seated.loss === null && this.seated.headsetId !== headsetId;
  }

  /** This headset speaks to the caller from now on: the first time, again, or in the place of one that was lost. */
  take(headsetId: string, microphone: Microphone): void {
    const before = this.seated;
    const isMuted = before !== null && before.loss === null && before.isMuted;
    this.seated = { headsetId, microphone, isMuted, loss: before?.loss ?? null };
    if (before === null || before.microphone !== microphone)
      this.effects.emit({ type: 'operator.tookOver', microphone });
    if (before?.isMuted === true && !isMuted) this.effects.emit({ type: 'operator.unmuted' });
    this.found();
    this.watch();
  }

  mute(muted: boolean): CommandRefusal | undefined {
    if (this.seated === null || this.seated.isMuted === muted) return 'not-possible-now';
    this.seated.isMuted = muted;
    this.effects.emit({ type: muted ? 'operator.muted' : 'operator.unmuted' });
    this.watch();
    return undefined;
  }

  /** `headsetId`: only if this one has the seat. Null: back again. */
  lost(headsetId: string | undefined, loss: OperatorLoss | null): CommandRefusal | undefined {
    const { seated } = this;
    if (seated === null || (headsetId !== undefined && seated.headsetId !== headsetId)) return 'not-your-floor';
    if (loss === 'no-sound' && !this.isListenedTo) return undefined;
    if (loss === null) {
      this.found();
      this.watch();
    } else if (seated.loss === null) {
      seated.loss = loss;
      this.stopSilenceWatch();
      this.effects.emit({ type: 'operator.lost', loss });
      this.stopReturn = this.clock.after(this.effects.returnMs(), () => this.effects.onGone());
    }
    return undefined;
  }

  /** A frame of a microphone. False: it is not for the caller. */
  frame(headsetId: string): boolean {
    const { seated } = this;
    if (seated === null || seated.headsetId !== headsetId) return false;
    // Its channel is back, or its sound. A device or a permission is back when the page says so: frames may be on their way still.
    if (seated.loss === 'no-sound' || seated.loss === 'console-lost') this.found();
    if (seated.loss !== null || seated.isMuted) return false;
    this.watch();
    return true;
  }

  /** While the caller is on hold nobody minds that no sound comes. */
  listen(isListenedTo: boolean): void {
    this.isListenedTo = isListenedTo;
    this.watch();
  }

  /** Nobody has the seat any more. */
  leave(): void {
    this.seated = null;
    this.isListenedTo = true;
    this.stopSilenceWatch();
    this.stopReturn();
  }

  private found(): void {
    if (this.seated === null || this.seated.loss === null) return;
    this.seated.loss = null;
    this.stopReturn();
    this.effects.emit({ type: 'operator.cameBack' });
  }

  private watch(): void {
    this.stopSilenceWatch();
    const { seated } = this;
    if (seated === null || seated.loss !== null || seated.isMuted || seated.microphone !== 'open') return;
    if (!this.isListenedTo) return;
    this.stopSilenceWatch = this.clock.after(NO_SOUND_AFTER_MS, () => this.lost(undefined, 'no-sound'));
  }
}
