import { FRAME_BYTES, FRAME_MS } from '../../../shared/audio/headset-wire';
import { mulawRms } from '../../../shared/audio/mulaw';
import type { Clock, Dispose } from '../../ports/ports';
import type { PhonePlayout } from '../phone/phone-playout';
import type { OperatorWords } from './operator-words';

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
  /** Told of every frame that goes to the caller. */
  readonly words: Pick<OperatorWords, 'spoken'>;
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
      this.endByte = this.phone.sent.endByte;
      this.effects.words.spoken(payload);
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

/** Audio always kept in hand when a frame comes, because frames may come up to 25 ms late. */
const SPARE_MS = 25;
/** Frames of one review: a second of them shows how much of the audio in hand is never needed. */
const WINDOW_FRAMES = 50;
/**
 * Loudness of a pause, as a share of the mean of the last second: 0.16 is 16 dB below it. The quietest frame of that
 * second always counts as one.
 */
const PAUSE_SHARE = 0.16;

/**
 * Backlog of the operator's audio, by which the caller hears them late. Makes up for the delay after a hitch by leaving
 * out quiet frames, in pauses only. Stops when no more is in hand than late frames need, and never leaves out a word.
 */
class OperatorBacklog {
  private frames = 0;
  private leastMs = Infinity;
  private quietest = Infinity;
  private loudnessSum = 0;
  private surplusMs = 0;
  private pause = 0;

  /** Takes a frame that comes while `heldMs` have yet to sound. True: leave it out. */
  isToLeaveOut(frame: Uint8Array, heldMs: number): boolean {
    const loudness = mulawRms(frame);
    this.leastMs = Math.min(this.leastMs, heldMs);
    this.quietest = Math.min(this.quietest, loudness);
    this.loudnessSum += loudness;
    this.frames += 1;
    if (this.frames >= WINDOW_FRAMES) this.review();
    if (this.surplusMs < FRAME_MS || loudness > this.pause) return false;
    this.surplusMs -= FRAME_MS;
    // The window's minimum was measured with this frame still in hand.
    this.leastMs -= FRAME_MS;
    return true;
  }

  /** Starts over: nothing is in hand, and sound begins anew. */
  reset(): void {
    this.surplusMs = 0;
    this.begin();
  }

  private review(): void {
    this.surplusMs = this.leastMs - SPARE_MS;
    this.pause = Math.max(this.quietest, (this.loudnessSum / this.frames) * PAUSE_SHARE);
    this.begin();
  }

  private begin(): void {
    this.frames = 0;
    this.leastMs = Infinity;
    this.quietest = Infinity;
    this.loudnessSum = 0;
  }
}
