import type { Clock, Dispose } from '../ports';

/** A phone silence of this length is noticed; twice in a row and the model has failed the caller. */
const SILENT_AFTER_MS = 8000;

interface WatchdogEffects {
  /** First time: ask again. */
  readonly retry: () => void;
  /** Second time: the model does not answer. */
  readonly giveUp: () => void;
}

/** Watches that the model answers when the caller waits for it. */
export class ReplyWatchdog {
  private stop: Dispose | null = null;
  private hasRetried = false;

  constructor(
    private readonly clock: Clock,
    private readonly effects: WatchdogEffects,
  ) {}

  /** The caller waits for the agent from now on. */
  expect(): void {
    this.stop?.();
    this.stop = this.clock.after(SILENT_AFTER_MS, () => {
      this.stop = null;
      if (this.hasRetried) {
        this.effects.giveUp();
        return;
      }
      this.hasRetried = true;
      this.effects.retry();
      this.expect();
    });
  }

  /** The model did something. */
  answered(): void {
    this.dispose();
    this.hasRetried = false;
  }

  dispose(): void {
    this.stop?.();
    this.stop = null;
  }
}
