import type { Clock, Dispose } from '../../ports/ports';

/** Asides asked for at the same time. */
const MAX_OPEN_ASIDES = 4;
/** An operator does not wait longer for a draft. */
const ANSWER_DEADLINE_MS = 5000;

interface OpenAside {
  readonly resolve: (text: string | null) => void;
  readonly stopDeadline: Dispose;
}

/** Texts that the model is asked for beside the call. They touch nothing of it. */
export class Asides {
  private readonly open = new Map<string, OpenAside>();
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly ask: (tag: string, instructions: string) => void,
  ) {}

  /** Resolves always: with null when the model does not answer in time, or with nothing. */
  request(instructions: string): Promise<string | null> {
    if (this.open.size >= MAX_OPEN_ASIDES) return Promise.resolve(null);
    this.count += 1;
    const tag = `aside_${String(this.count)}`;
    return new Promise((resolve) => {
      const stopDeadline = this.clock.after(ANSWER_DEADLINE_MS, () => this.answered(tag, null));
      this.open.set(tag, { resolve, stopDeadline });
      this.ask(tag, instructions);
    });
  }

  /** Null: nothing usable came. An answer nobody waits for any more changes nothing. */
  answered(tag: string, text: string | null): void {
    const aside = this.open.get(tag);
    if (aside === undefined) return;
    this.open.delete(tag);
    aside.stopDeadline();
    const trimmed = text?.trim() ?? '';
    aside.resolve(trimmed === '' ? null : trimmed);
  }

  /** The call is over: nobody is kept waiting. */
  dispose(): void {
    for (const tag of [...this.open.keys()]) this.answered(tag, null);
  }
}
