/** Turns of the event loop in which a message is read, answered, and its answer read. */
const TURNS_OF_A_FRAME = 12;

/** Waits until the sockets of this process are idle. Call it between two frames of a manual clock: a slow machine then causes no gaps. */
export async function settleSockets(): Promise<void> {
  for (let turn = 0; turn < TURNS_OF_A_FRAME; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
