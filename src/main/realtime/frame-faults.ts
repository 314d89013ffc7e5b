import { MAX_DETAIL_CHARS } from '../../shared/call/fact';
import type { ModelEvent } from '../ports/ports';

type Fault = Extract<ModelEvent, { type: 'fault' }>;

const MAX_MALFORMED_FRAMES = 20;
const MAX_KINDS = 20;

/** Counts unusable frames by kind, and reports the first, tenth, hundredth and so on of each. */
export class FrameFaults {
  private readonly counts = new Map<string, number>();
  private malformedFrames = 0;

  /** True when there were more faults than a version difference explains. */
  get isTooMany(): boolean {
    return this.malformedFrames > MAX_MALFORMED_FRAMES;
  }

  /** Counts a well-formed frame whose `type` this bridge does not know. */
  unknown(type: string): Fault | null {
    return this.counted('unknown-frame', `Unknown event ${type.replace(/[^\w.-]/g, '?')}`);
  }

  /** Counts a malformed frame. `what` describes it without any of its content. */
  malformed(what: string): Fault | null {
    this.malformedFrames += 1;
    return this.counted('malformed-frame', `The model service sent ${what}`);
  }

  private counted(fault: Fault['fault'], detail: string): Fault | null {
    const before = this.counts.get(detail);
    if (before === undefined && this.counts.size >= MAX_KINDS) return null;
    const count = (before ?? 0) + 1;
    this.counts.set(detail, count);
    if (!/^10*$/.test(String(count))) return null;
    const times = count === 1 ? '' : ` (${String(count)} times)`;
    return { type: 'fault', fault, detail: detail.slice(0, MAX_DETAIL_CHARS - times.length) + times };
  }
}
