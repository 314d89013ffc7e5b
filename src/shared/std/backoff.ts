/** Bounds of an exponential backoff, in milliseconds. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Delay after the nth failure in a row, counted from 1: doubled each time, up to the longest. `random` in 0..1 spreads it by a
 * fifth either way, for clients that failed together.
 */
export function backoffMs({ firstMs, longestMs }: Backoff, failures: number, random = 0.5): number {
  return Math.round(Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.8 + 0.4 * random));
}
