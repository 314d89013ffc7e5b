import { settleSockets } from '../../simulator/settled-sockets.fixture';
import { ManualClock } from './manual-clock.fixture';

const FRAME_MS = 20;

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
      await settleSockets();
      this.advance(FRAME_MS);
    }
  }
}
