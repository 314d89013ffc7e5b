import { dialog, type BrowserWindow } from 'electron';
import type { Log } from '../../ports/ports';

/** A question with two answers. Closing the box gives the second. */
export interface Question {
  readonly type: 'question' | 'info' | 'error';
  readonly message: string;
  readonly detail: string;
  readonly answers: readonly [first: string, second: string];
  /** Index of the answer that Enter gives. */
  readonly usual: 0 | 1;
}

/** Message boxes on the screen. They block nothing except the action they were asked for. */
export class Boxes {
  private readonly dismissal = new AbortController();

  constructor(private readonly log: Log) {}

  /** Asks in a box over `window`, or in one of its own. Undefined: the box was dismissed, or could not be shown. */
  async ask(question: Question, window: BrowserWindow | undefined): Promise<0 | 1 | undefined> {
    const { type, message, detail, answers, usual } = question;
    const { signal } = this.dismissal;
    const options = {
      type,
      message,
      detail,
      signal,
      buttons: [...answers],
      defaultId: usual,
      cancelId: 1,
      noLink: true,
    };
    try {
      const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
      if (signal.aborted) return undefined;
      return response === 0 ? 0 : 1;
    } catch (error) {
      this.log.error('shell.not-asked', { error: error instanceof Error ? error.name : 'unknown' });
      return undefined;
    }
  }

  /** Closes every box; none opens from now on. */
  dismiss(): void {
    this.dismissal.abort();
  }
}
