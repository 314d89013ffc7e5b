import type { ManualClock } from './clock';

/** Turns of the event loop within which whatever left one socket is read, answered and read again. */
const TURNS_OF_A_FRAME = 12;
const FRAME_MS = 20;

/** Waits until the sockets of this process are at rest. Called between two frames of a manual clock, so that a slow machine makes no gaps. */
export async function settleSockets(): Promise<void> {
  for (let turn = 0; turn < TURNS_OF_A_FRAME; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Advances `clock` frame by frame until `work` settles. A slow machine makes no gaps, and a quick one waits for nothing. */
export async function whileTimePasses<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  const progress = { isDone: false };
  const done = work.finally(() => (progress.isDone = true));
  while (!progress.isDone) {
    await settleSockets();
    clock.advance(FRAME_MS);
  }
  return done;
}
