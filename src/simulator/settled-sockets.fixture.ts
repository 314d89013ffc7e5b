import type { ManualClock } from './clock';

/** Turns of the event loop in which a message is read, answered, and its answer read. */
const TURNS_OF_A_FRAME = 12;
const FRAME_MS = 20;

/** Waits until the sockets of this process are idle. Call it between two frames of a manual clock: a slow machine then causes no gaps. */
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
