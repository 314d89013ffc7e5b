/** Messages and bytes a reader may have on the way to it; beyond either nothing is sent. */
export const WINDOW_MESSAGES = 64;
export const WINDOW_BYTES = 1024 * 1024;

/** How far a sender may run ahead of what its reader said it has read. */
export interface Credit {
  isOpen(): boolean;
  /** Little is on the way, so that what is sent now is read while it is true. */
  isAmple(): boolean;
  /** The number of the message now sent, from 1. */
  spend(bytes: number): number;
  /** Everything up to that message was read. Numbers that were never sent change nothing. */
  acknowledge(batch: number): void;
}

/** A full window. */
export function createCredit(): Credit {
  let sent = 0;
  let acknowledged = 0;
  let bytesOnTheWay = 0;
  let onTheWay: number[] = [];
  return {
    isOpen: () => onTheWay.length < WINDOW_MESSAGES && bytesOnTheWay < WINDOW_BYTES,
    isAmple: () => onTheWay.length < WINDOW_MESSAGES / 4 && bytesOnTheWay < WINDOW_BYTES / 4,
    spend: (bytes) => {
      onTheWay.push(bytes);
      bytesOnTheWay += bytes;
      return ++sent;
    },
    acknowledge: (batch) => {
      if (batch <= acknowledged || batch > sent) return;
      const read = onTheWay.slice(0, batch - acknowledged);
      onTheWay = onTheWay.slice(batch - acknowledged);
      for (const bytes of read) bytesOnTheWay -= bytes;
      acknowledged = batch;
    },
  };
}
