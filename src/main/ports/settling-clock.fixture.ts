import { settleSockets } from '../../simulator/settled-sockets.fixture';
import { ManualClock } from './manual-clock.fixture';

const FRAME_MS = 20;

/**
 * Clock that advances by itself, one 20 ms frame at a time, and lets this process's sockets settle in between. A fast
 * machine plays a minute in seconds; a slow one leaves no gaps.
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
