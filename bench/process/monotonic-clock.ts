/** Time since the machine started, the same in every process: what one process saw can be compared with another. */
export const monotonicClock = {
  nowMs: (): number => Number(process.hrtime.bigint()) / 1e6,
  after(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
