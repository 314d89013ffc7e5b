/** Whether there is room for one more now. */
export type Rate = () => boolean;

/** Lets `burst` through at once, and `perSecond` more each second. `nowMs` never jumps. */
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
