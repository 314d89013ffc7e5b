/** Time since the machine started. It is the same in every process, so that their times can be compared. */
export const monotonicClock = {
  nowMs: (): number => Number(process.hrtime.bigint()) / 1e6,
  after(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
