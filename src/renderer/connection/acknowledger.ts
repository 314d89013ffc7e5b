/** Says how far a feed was read: one word on its way at a time, and then the latest, so that it never queues. */
export class Acknowledger {
  readonly #send: (batch: number) => Promise<void>;
  #read = 0;
  #said = 0;
  #busy = false;

  constructor(send: (batch: number) => Promise<void>) {
    this.#send = send;
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
        await this.#send(batch);
        this.#said = batch;
      }
    } catch {
      // The line is gone, and its reader hears of it from the feed itself.
    } finally {
      this.#busy = false;
    }
  }
}
