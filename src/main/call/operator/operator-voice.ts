import { FRAME_BYTES, FRAME_MS } from '../../../shared/audio/headset-wire';
import type { Clock, Dispose } from '../../ports/ports';
import { OperatorBacklog } from './operator-backlog';
import type { PhonePlayout } from '../phone/phone-playout';

/** So much is in the phone before it begins to play, so that a frame which comes late leaves no gap. */
const LEAD_FRAMES = 2;
/** No more is in the phone at a time. */
const MAX_AHEAD_MS = 60;
/** No more waits here to go there; what is older is dropped. So long a hitch costs no word, and is made up for in the next pause. */
const MAX_WAITING_MS = 200;

interface OperatorVoiceEffects {
  /** A frame goes to the caller. */
  readonly onSpoken: (payload: string) => void;
  /** Frames came faster than they can be heard, and the oldest were dropped; once. */
  readonly onDropped: (detail: string) => void;
}

/** The operator's way to the caller's ear: 20 ms a frame, in time, and never more than a moment behind the microphone. */
export class OperatorVoice {
  private readonly backlog = new OperatorBacklog();
  private waiting: string[] = [];
  private isLeading = true;
  private frames = 0;
  private hasDropped = false;
  /** Where in the phone's stream its last frame ends. */
  private endByte = 0;
  private stopTimer: Dispose | null = null;

  constructor(
    private readonly phone: PhonePlayout,
    private readonly clock: Clock,
    private readonly effects: OperatorVoiceEffects,
  ) {}

  /** One frame of the microphone. */
  speak(frame: Uint8Array): void {
    if (frame.length !== FRAME_BYTES) return;
    if (this.backlog.isToLeaveOut(frame, this.phone.unheardMs() + this.waiting.length * FRAME_MS)) return;
    this.waiting.push(Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString('base64'));
    if (this.waiting.length * FRAME_MS > MAX_WAITING_MS) this.dropOldest();
    this.send();
  }

  /** The operator is heard no more: what has not sounded is taken away. */
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

  /** What waits goes out even when no further frame comes. */
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
