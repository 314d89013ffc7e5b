import type { Recorded } from '../../../shared/call/events';

/** Events held for one reader; beyond it they are dropped and the reader gets a new snapshot. */
export const MAX_BUFFERED_EVENTS = 5000;
export const MAX_BUFFERED_BYTES = 1024 * 1024;

/** One message carries no more than this, unless a single event is larger. */
export const MAX_BATCH_BYTES = 256 * 1024;

/** Events on their way to one reader. */
export interface EventBuffer {
  /** False: there was no room, and everything held was dropped. */
  push(recorded: Recorded): boolean;
  /** The oldest events that fit one message, and their size. */
  take(): { readonly events: readonly Recorded[]; readonly bytes: number };
  count(): number;
  bytes(): number;
  clear(): void;
}

/** Nothing held. */
export function createEventBuffer(): EventBuffer {
  let events: Recorded[] = [];
  let sizes: number[] = [];
  let total = 0;

  function clear(): void {
    events = [];
    sizes = [];
    total = 0;
  }

  return {
    push: (recorded) => {
      const size = Buffer.byteLength(JSON.stringify(recorded));
      if (events.length >= MAX_BUFFERED_EVENTS || total + size > MAX_BUFFERED_BYTES) {
        clear();
        return false;
      }
      events.push(recorded);
      sizes.push(size);
      total += size;
      return true;
    },
    take: () => {
      let bytes = 0;
      let count = 0;
      for (const size of sizes) {
        if (count > 0 && bytes + size > MAX_BATCH_BYTES) break;
        bytes += size;
        count++;
      }
      const taken = events.slice(0, count);
      events = events.slice(count);
      sizes = sizes.slice(count);
      total -= bytes;
      return { events: taken, bytes };
    },
    count: () => events.length,
    bytes: () => total,
    clear,
  };
}
