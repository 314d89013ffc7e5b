import type { BrowserWindow } from 'electron';
import type { Log } from '../ports/ports';
import type { Boxes, Question } from './life/boxes';
import { RateLimit } from './rate-limit';

const RELOADS_MAX = 3;
const WITHIN_MS = 60_000;

const QUESTION: Question = {
  type: 'error',
  message: 'The window keeps failing',
  detail: 'Lines and calls go on without it. Load it again, or quit Switchboard.',
  answers: ['Load it again', 'Quit'],
  usual: 0,
};

/** Dependencies of `reloadAfterCrash`. */
export interface CrashParts {
  readonly boxes: Boxes;
  readonly quit: () => void;
  readonly log: Log;
}

/**
 * Reloads a crashed page, three times a minute at most; after that the person decides. Calls live in this process, so a crash
 * only blanks the console for a moment.
 */
export function reloadAfterCrash(window: BrowserWindow, { boxes, quit, log }: CrashParts): void {
  const limit = new RateLimit(RELOADS_MAX, WITHIN_MS);
  const reload = (): void => {
    if (!window.isDestroyed()) window.webContents.reload();
  };
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const again = limit.mayPass(performance.now());
    log.error('shell.page-gone', { reason, again });
    if (again) reload();
    else void boxes.ask(QUESTION, window).then((answer) => (answer === 0 ? reload() : answer === 1 && quit()));
  });
}
