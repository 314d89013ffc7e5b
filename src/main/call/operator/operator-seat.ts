import type { CallEvent } from '../../../shared/call/events';
import type { Microphone, OperatorLoss } from '../../../shared/call/events/operator';
import type { Clock, CommandRefusal, Dispose } from '../../ports/ports';

/**
 * Longest wait for sound from an open microphone that is not muted. It always sends something, so after 3 s nobody can
 * hear the operator.
 */
const NO_SOUND_AFTER_MS = 3000;

interface SeatEffects {
  readonly emit: (event: CallEvent) => void;
  /** Runs when the operator did not come back in time. */
  readonly onGone: () => void;
  /** Time the caller waits for a lost operator to come back; ms. */
  readonly returnMs: () => number;
}

interface Seated {
  headsetId: string;
  microphone: Microphone;
  /** Console that others know the operator by. */
  consoleId: string | undefined;
  isMuted: boolean;
  loss: OperatorLoss | null;
}

/**
 * Seat of the operator who took the call over. Watches whether the caller can hear them, warns at once when not, and
 * waits a while for them to come back.
 */
export class OperatorSeat {
  private seated: Seated | null = null;
  private isListenedTo = true;
  private stopSilenceWatch: Dispose = () => undefined;
  private stopReturn: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly effects: SeatEffects,
  ) {}

  /** True when another headset than this one has the floor and can be heard. */
  isTakenFrom(headsetId: string): boolean {
    return this.seated !== null && this.seated.loss === null && this.seated.headsetId !== headsetId;
  }

  /**
   * Seats this headset, which speaks to the caller from now on: the first time, again, or in the place of a lost one.
   */
  take(headsetId: string, microphone: Microphone, consoleId: string | undefined): void {
    const before = this.seated;
    const isMuted = before !== null && before.loss === null && before.isMuted;
    this.seated = { headsetId, microphone, consoleId, isMuted, loss: before?.loss ?? null };
    if (before?.microphone !== microphone || before.consoleId !== consoleId)
      this.effects.emit({ type: 'operator.tookOver', microphone, ...(consoleId !== undefined && { consoleId }) });
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

  /** Marks the operator as lost; null: as back again. `headsetId`: only if this one has the seat. */
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

  /** Takes a frame of a microphone. False: it is not for the caller. */
  frame(headsetId: string): boolean {
    const { seated } = this;
    if (seated === null || seated.headsetId !== headsetId) return false;
    // A frame proves that the channel or the sound is back. A lost device or permission is back when the page says so:
    // frames from before may still be on their way.
    if (seated.loss === 'no-sound' || seated.loss === 'console-lost') this.found();
    if (seated.loss !== null || seated.isMuted) return false;
    this.watch();
    return true;
  }

  /** Says whether the caller listens. While they are on hold, missing sound is no loss. */
  listen(isListenedTo: boolean): void {
    this.isListenedTo = isListenedTo;
    this.watch();
  }

  /** Empties the seat. */
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
