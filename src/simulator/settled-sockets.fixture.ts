/** Turns of the event loop within which whatever left one socket is read, answered and read again. */
const TURNS_OF_A_FRAME = 12;

/** Lets the sockets of this process come to rest. Between two frames of a clock moved by hand, so that a slow machine makes no gaps. */
export async function settleSockets(): Promise<void> {
  for (let turn = 0; turn < TURNS_OF_A_FRAME; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
