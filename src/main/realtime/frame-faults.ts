import { MAX_DETAIL_CHARS } from '../../shared/call/fact';
import type { ModelEvent } from '../ports/ports';

type Fault = Extract<ModelEvent, { type: 'fault' }>;

const MAX_MALFORMED_FRAMES = 20;
const MAX_KINDS = 20;

/** Counts frames the bridge cannot use, by kind, and says so at the first, the tenth, the hundredth … of each. */
export class FrameFaults {
  private readonly counts = new Map<string, number>();
  private malformedFrames = 0;

  /** More nonsense than a version difference explains. */
  get isTooMany(): boolean {
    return this.malformedFrames > MAX_MALFORMED_FRAMES;
  }

  /** A well-formed frame of a `type` this bridge does not know. */
  unknown(type: string): Fault | null {
    return this.counted('unknown-frame', `Unknown event ${type.replace(/[^\w.-]/g, '?')}`);
  }

  /** `what`: the frame in words, with no content of it. */
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
