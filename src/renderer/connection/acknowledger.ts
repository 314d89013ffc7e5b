/** The main process allows a page so many messages a second; this keeps to half of it, and still fills the window. */
const PACE_MS = 10;
/** Nothing waits for a word about a few messages: the window holds eight times as many. */
const FEW = 8;
const LEISURE_MS = 190;

/** Says how far a feed was read: one word on its way at a time, and then the latest, so that it never queues. */
export class Acknowledger {
  readonly #send: (batch: number) => Promise<void>;
  readonly #pause: (delayMs: number) => Promise<void>;
  #read = 0;
  #said = 0;
  #busy = false;

  constructor(send: (batch: number) => Promise<void>, pause: (delayMs: number) => Promise<void>) {
    this.#send = send;
    this.#pause = pause;
  }

  /** `batch` was read, and all before it. */
  read(batch: number): void {
    this.#read = Math.max(this.#read, batch);
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#said < this.#read) {
        const batch = this.#read;
        await Promise.all([this.#send(batch), this.#pause(PACE_MS)]);
        this.#said = batch;
        if (this.#read - batch < FEW) await this.#pause(LEISURE_MS);
      }
    } catch {
      // The line is gone, and its reader hears of it from the feed itself.
    } finally {
      this.#busy = false;
    }
  }
}
