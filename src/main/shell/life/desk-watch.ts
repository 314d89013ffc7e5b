import type { ConsoleState } from '../../../shared/call/console';
import type { Dispose } from '../../ports/ports';

/** What the shell sees of the desk. */
export interface DeskView {
  state(): ConsoleState;
  subscribe(listener: () => void): Dispose;
}

/** Words grow several times a second; nothing of the system needs to keep up with them. */
const WAIT_MS = 250;

/** Gives `listener` the state now and, at most once in `waitMs`, whenever something happened. */
export function watchDesk(desk: DeskView, listener: (state: ConsoleState) => void, waitMs = WAIT_MS): Dispose {
  let waiting: NodeJS.Timeout | undefined;
  const unsubscribe = desk.subscribe(() => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      listener(desk.state());
    }, waitMs);
  });
  listener(desk.state());
  return () => {
    unsubscribe();
    clearTimeout(waiting);
  };
}
