import type { FeedMessage } from '../../shared/contract/contract';

/**
 * Shortest time between acknowledgements, in ms. It uses half of the 200 messages a second the main process allows a
 * page, and still keeps the window full.
 */
const PACE_MS = 10;
/**
 * Weight of unacknowledged messages that ends a pause early. Less holds nothing up: the window holds eight times as
 * many of the lightest messages.
 */
const MUCH = 8;
const EVENTS_AS_HEAVY_AS_LEVELS = 32;
const LEISURE_MS = 1000;

/**
 * Acknowledges how far a feed was read. One acknowledgement is under way at a time, and the next is the latest, so that
 * they never queue.
 */
export class Acknowledger {
  readonly #send: (batch: number) => Promise<void>;
  readonly #pause: (delayMs: number) => Promise<void>;
  #read = 0;
  #said = 0;
  /** Weight of the messages read and not acknowledged. */
  #unsaid = 0;
  #busy = false;
  /** Ends a pause early. */
  #hurry: () => void = () => undefined;

  constructor(send: (batch: number) => Promise<void>, pause: (delayMs: number) => Promise<void>) {
    this.#send = send;
    this.#pause = pause;
  }

  /** Records that the message, and all before it, was read. */
  read(message: FeedMessage): void {
    this.#read = Math.max(this.#read, message.batch);
    this.#unsaid += weightOf(message);
    if (!this.#busy) void this.#run();
    else if (this.#unsaid >= MUCH) this.#hurry();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#said < this.#read) {
        const batch = this.#read;
        this.#unsaid = 0;
        await Promise.all([this.#send(batch), this.#pause(PACE_MS)]);
        this.#said = batch;
        if (this.#unsaid < MUCH) await this.#leisure();
      }
    } catch {
      // The connection is gone, and its reader learns of it from the feed itself.
    } finally {
      this.#busy = false;
    }
  }

  async #leisure(): Promise<void> {
    const hurried = new Promise<void>((resolve) => {
      this.#hurry = resolve;
    });
    await Promise.race([this.#pause(LEISURE_MS), hurried]);
  }
}

/**
 * Weight of a message: the heavier, the sooner it is acknowledged. Four parts of a snapshot fill the sender's window,
 * or sixty-four levels.
 */
function weightOf(message: FeedMessage): number {
  switch (message.type) {
    case 'snapshot':
      return MUCH;
    case 'events':
      return 1 + message.events.length / EVENTS_AS_HEAVY_AS_LEVELS;
    case 'levels':
      return 1;
  }
}
