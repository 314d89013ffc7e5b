/** Rate limiter: returns true and counts one more, or false when there is no room now. */
export type Rate = () => boolean;

/** Creates a token bucket: `burst` at once, and `perSecond` more each second. `nowMs` must be a clock that never jumps. */
export function createRate(nowMs: () => number, burst: number, perSecond: number): Rate {
  let room = burst;
  let countedAtMs = nowMs();
  return () => {
    const now = nowMs();
    room = Math.min(burst, room + ((now - countedAtMs) / 1000) * perSecond);
    countedAtMs = now;
    if (room < 1) return false;
    room--;
    return true;
  };
}
