const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8000;

/** How long to wait after the nth failure in a row, from 1; ms. `random` in 0..1 spreads windows that failed together. */
export function backoffMs(failures: number, random: number): number {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return Math.round(waitMs * (0.8 + 0.4 * random));
}
