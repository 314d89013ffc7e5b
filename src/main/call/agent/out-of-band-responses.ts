import type { Clock, Dispose } from '../../ports/ports';

/** Requests open at the same time. */
const MAX_OPEN_REQUESTS = 4;
/** Longest wait of an operator for a draft; 5 s. */
const ANSWER_DEADLINE_MS = 5000;

/** Request that the model has not answered. */
interface OpenRequest {
  readonly resolve: (text: string | null) => void;
  readonly stopDeadline: Dispose;
}

/** Responses that the model generates beside the conversation, as text. They leave no trace in the call. */
export class OutOfBandResponses {
  private readonly open = new Map<string, OpenRequest>();
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly ask: (tag: string, instructions: string) => void,
  ) {}

  /** Asks for a text. Always resolves; with null when the model does not answer in time, or says nothing. */
  request(instructions: string): Promise<string | null> {
    if (this.open.size >= MAX_OPEN_REQUESTS) return Promise.resolve(null);
    this.count += 1;
    const tag = `aside_${String(this.count)}`;
    return new Promise((resolve) => {
      const stopDeadline = this.clock.after(ANSWER_DEADLINE_MS, () => this.answered(tag, null));
      this.open.set(tag, { resolve, stopDeadline });
      this.ask(tag, instructions);
    });
  }

  /** The model answered; null: with nothing usable. Ignores an answer that nobody waits for. */
  answered(tag: string, text: string | null): void {
    const request = this.open.get(tag);
    if (request === undefined) return;
    this.open.delete(tag);
    request.stopDeadline();
    const trimmed = text?.trim() ?? '';
    request.resolve(trimmed === '' ? null : trimmed);
  }

  /** The call is over: resolves every open request with null. */
  dispose(): void {
    for (const tag of [...this.open.keys()]) this.answered(tag, null);
  }
}
