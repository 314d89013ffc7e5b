const WINDOW_MS = 60_000;
const RELOADS_PER_WINDOW = 3;

/** Says whether a crashed page may be loaded again: at most three times a minute. */
export class CrashLimit {
  private readonly reloadsAtMs: number[] = [];

  /** True: reload now, and it is counted. `nowMs` never jumps back. */
  mayReload(nowMs: number): boolean {
    while (this.reloadsAtMs[0] !== undefined && nowMs - this.reloadsAtMs[0] >= WINDOW_MS) this.reloadsAtMs.shift();
    if (this.reloadsAtMs.length >= RELOADS_PER_WINDOW) return false;
    this.reloadsAtMs.push(nowMs);
    return true;
  }
}
