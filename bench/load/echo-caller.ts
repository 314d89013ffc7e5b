import type { FrameSource } from '../../src/simulator/twilio/media/voice';
import { monotonicClock } from '../process/monotonic-clock';
import { FrameFinder, markFrame } from './watermarked-frame';

/** Frames of one call, counted by their fate. */
export interface FrameCounts {
  sent: number;
  lost: number;
  doubled: number;
  misrouted: number;
  disordered: number;
  damaged: number;
}

/** A caller whose frames are all marked and echoed. Times are on the monotonic clock. */
export class EchoCaller {
  private readonly sentAtMs: number[] = [];
  private readonly heardAtMs: number[] = [];
  private readonly finder = new FrameFinder();
  private readonly counts: FrameCounts = { sent: 0, lost: 0, doubled: 0, misrouted: 0, disordered: 0, damaged: 0 };
  private newest = -1;
  private isSilent = false;

  constructor(private readonly call: number) {}

  readonly speak: FrameSource = (frame) => {
    if (this.isSilent) return false;
    markFrame(frame, this.call, this.sentAtMs.length);
    this.sentAtMs.push(monotonicClock.nowMs());
    return true;
  };

  readonly hear = (chunk: Buffer): void => {
    const atMs = monotonicClock.nowMs();
    for (const { call, sequence, isWhole } of this.finder.add(chunk)) {
      if (call !== this.call) this.counts.misrouted += 1;
      else if (!isWhole) this.counts.damaged += 1;
      else if (this.heardAtMs[sequence] !== undefined) this.counts.doubled += 1;
      else {
        this.heardAtMs[sequence] = atMs;
        if (sequence < this.newest) this.counts.disordered += 1;
        this.newest = Math.max(this.newest, sequence);
      }
    }
  };

  /** Makes the caller silent from now on. */
  stop(): void {
    this.isSilent = true;
  }

  get hasHeardOne(): boolean {
    return this.newest >= 0;
  }

  get hasHeardAll(): boolean {
    return this.newest === this.sentAtMs.length - 1;
  }

  result(): FrameCounts {
    const lost = this.sentAtMs.reduce(
      (sum, _sent, sequence) => sum + (this.heardAtMs[sequence] === undefined ? 1 : 0),
      0,
    );
    return { ...this.counts, sent: this.sentAtMs.length, lost };
  }

  /** Round trips, in ms, of the frames sent in the span. */
  roundTripsMs(fromMs: number, toMs: number): number[] {
    const trips: number[] = [];
    this.sentAtMs.forEach((sentMs, sequence) => {
      const heardMs = this.heardAtMs[sequence];
      if (heardMs !== undefined && sentMs >= fromMs && sentMs <= toMs) trips.push(heardMs - sentMs);
    });
    return trips;
  }
}
