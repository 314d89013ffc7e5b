import type { Recorded } from '../../../shared/call/events';

/** Capacity of one reader's buffer; beyond it the events are dropped and the reader gets a new snapshot. */
export const MAX_BUFFERED_EVENTS = 5000;
export const MAX_BUFFERED_BYTES = 1024 * 1024;

/** Size limit of one message, unless a single event is larger. */
export const MAX_BATCH_BYTES = 256 * 1024;

/** Buffer of the events not yet sent to one reader. */
export interface EventBuffer {
  /** Adds an event. False: there was no room, and the whole buffer was dropped. */
  push(recorded: Recorded): boolean;
  /** Removes and returns the oldest events that fit one message, with their size in bytes. */
  take(): { readonly events: readonly Recorded[]; readonly bytes: number };
  count(): number;
  bytes(): number;
  clear(): void;
}

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
