import type { Clock, Dispose } from '../../ports/ports';

/** The agent's words are waited for no longer than this. */
const QUIET_DEADLINE_MS = 15_000;

/** Acts that would cut the agent short: done when what it is saying was heard, in the order they were asked for. */
export class WhenQuiet {
  private waiting: { readonly act: () => void; readonly stopDeadline: Dispose }[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly isQuiet: () => boolean,
  ) {}

  do(act: () => void): void {
    const stopDeadline = this.clock.after(QUIET_DEADLINE_MS, () => this.goOn());
    this.waiting.push({ act, stopDeadline });
    this.check();
  }

  /** Something was heard, or a response is over. */
  check(): void {
    if (this.waiting.length > 0 && this.isQuiet()) this.goOn();
  }

  dispose(): void {
    for (const { stopDeadline } of this.waiting.splice(0)) stopDeadline();
  }

  private goOn(): void {
    for (const { act, stopDeadline } of this.waiting.splice(0)) {
      stopDeadline();
      act();
    }
  }
}
