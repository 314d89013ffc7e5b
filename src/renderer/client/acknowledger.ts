import type { FeedMessage } from '../../shared/contract/contract';

/** The main process allows a page so many messages a second; this keeps to half of it, and still fills the window. */
const PACE_MS = 10;
/** Nothing waits for a word about less than this: the window holds eight times as many of the lightest messages. */
const MUCH = 8;
const EVENTS_AS_HEAVY_AS_LEVELS = 32;
const LEISURE_MS = 1000;

/** Says how far a feed was read: one word on its way at a time, and then the latest, so that it never queues. */
export class Acknowledger {
  readonly #send: (batch: number) => Promise<void>;
  readonly #pause: (delayMs: number) => Promise<void>;
  #read = 0;
  #said = 0;
  /** What was read and not said. */
  #unsaid = 0;
  #busy = false;
  /** Ends a leisurely pause. */
  #hurry: () => void = () => undefined;

  constructor(send: (batch: number) => Promise<void>, pause: (delayMs: number) => Promise<void>) {
    this.#send = send;
    this.#pause = pause;
  }

  /** The message was read, and all before it. */
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
      // The line is gone, and its reader hears of it from the feed itself.
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

/** How soon the sender should hear of it: four parts of a snapshot fill its window, or sixty-four levels. */
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
