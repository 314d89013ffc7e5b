import { FRAME_BYTES, FRAME_MS } from '../../../shared/audio/headset-wire';
import type { Clock, Dispose } from '../../ports/ports';
import { OperatorBacklog } from './operator-backlog';
import type { PhonePlayout } from '../phone/phone-playout';

/** Frames in the phone before it begins to play: two, 40 ms, so that a late frame leaves no gap. */
const LEAD_FRAMES = 2;
/** Most audio in the phone at a time; ms. */
const MAX_AHEAD_MS = 60;
/**
 * Most audio that waits here for the phone; older frames are dropped. A hitch of 200 ms costs no word, and the next
 * pause makes up for it.
 */
const MAX_WAITING_MS = 200;

interface OperatorVoiceEffects {
  /** Runs for every frame that goes to the caller. */
  readonly onSpoken: (payload: string) => void;
  /** Runs once, when frames first came faster than they can be heard and the oldest were dropped. */
  readonly onDropped: (detail: string) => void;
}

/**
 * Audio path from the operator's microphone to the caller: frames of 20 ms, in time, and never more than a moment
 * behind.
 */
export class OperatorVoice {
  private readonly backlog = new OperatorBacklog();
  private waiting: string[] = [];
  private isLeading = true;
  private frames = 0;
  private hasDropped = false;
  /** End of its last frame in the phone's stream. */
  private endByte = 0;
  private stopTimer: Dispose | null = null;

  constructor(
    private readonly phone: PhonePlayout,
    private readonly clock: Clock,
    private readonly effects: OperatorVoiceEffects,
  ) {}

  /** Takes one frame of the microphone; a frame of another size is ignored. */
  speak(frame: Uint8Array): void {
    if (frame.length !== FRAME_BYTES) return;
    if (this.backlog.isToLeaveOut(frame, this.phone.unheardMs() + this.waiting.length * FRAME_MS)) return;
    this.waiting.push(Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString('base64'));
    if (this.waiting.length * FRAME_MS > MAX_WAITING_MS) this.dropOldest();
    this.send();
  }

  /** Silences the operator: frames that have not sounded are taken away. */
  stop(): void {
    this.stopTimer?.();
    this.stopTimer = null;
    this.waiting = [];
    this.backlog.reset();
    this.isLeading = true;
    if (this.phone.isUnheard(this.endByte)) this.phone.clear();
    this.endByte = 0;
  }

  private send(): void {
    const aheadMs = this.phone.unheardMs();
    if (aheadMs <= 0) this.isLeading = true;
    if (this.isLeading && this.waiting.length < LEAD_FRAMES) {
      this.later(FRAME_MS);
      return;
    }
    this.isLeading = false;
    this.sendWaiting(aheadMs);
  }

  private sendWaiting(aheadMs: number): void {
    let left = aheadMs;
    while (this.waiting.length > 0 && left + FRAME_MS <= MAX_AHEAD_MS) {
      const payload = this.waiting.shift();
      if (payload === undefined) break;
      this.phone.play(payload);
      this.endByte = this.phone.endByte;
      this.effects.onSpoken(payload);
      left += FRAME_MS;
      this.frames += 1;
    }
    if (this.waiting.length > 0) this.later(left + FRAME_MS - MAX_AHEAD_MS);
  }

  /** Sends the waiting frames after a delay, even when no further frame comes. */
  private later(delayMs: number): void {
    this.stopTimer ??= this.clock.after(delayMs, () => {
      this.stopTimer = null;
      if (this.waiting.length > 0) {
        this.isLeading = false;
        this.sendWaiting(this.phone.unheardMs());
      }
    });
  }

  private dropOldest(): void {
    this.waiting.shift();
    if (this.hasDropped) return;
    this.hasDropped = true;
    this.effects.onDropped(`More than ${String(MAX_WAITING_MS)} ms of the microphone waited; the oldest is dropped`);
  }
}
