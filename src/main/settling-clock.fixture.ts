import { ManualClock } from './manual-clock.fixture';

const FRAME_MS = 20;
/** What left one socket is read, answered and read again within so many turns of the event loop. */
const TURNS_OF_A_FRAME = 12;

/**
 * Time that runs by itself, a frame of 20 ms at a time, and lets the sockets of this process come to rest in between. A quick
 * machine makes a minute pass in seconds, and a slow one makes no gaps.
 */
export class SettlingClock extends ManualClock {
  private isRunning = true;

  constructor() {
    super();
    void this.run();
  }

  stop(): void {
    this.isRunning = false;
  }

  private async run(): Promise<void> {
    while (this.isRunning) {
      for (let turn = 0; turn < TURNS_OF_A_FRAME; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      this.advance(FRAME_MS);
    }
  }
}
