import { needsChangeAt } from '../../../shared/call/attention';
import type { ConsoleState } from '../../../shared/call/console';
import type { Clock, Dispose } from '../../ports/ports';
import { callsOn } from './whats-on';

/** The shell's view of the desk. */
export interface DeskView {
  state(): ConsoleState;
  subscribe(listener: () => void): Dispose;
}

/** Shortest interval between updates, in ms. Words grow several times a second, and the desktop need not keep up. */
const WAIT_MS = 250;

/** Calls `listener` with the state now, and after each change at most once in `waitMs`. */
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

/** Same as `watchDesk`, with the time in epoch ms. Also calls `listener` when time alone changes what a call needs. */
export function watchNeeds(
  desk: DeskView,
  clock: Clock,
  listener: (state: ConsoleState, now: number) => void,
): Dispose {
  let stopTimer: Dispose = () => undefined;
  function look(state: ConsoleState): void {
    stopTimer();
    const now = clock.wallMs();
    const changes = callsOn(state).flatMap((call) => needsChangeAt(call, now) ?? []);
    if (changes.length > 0) stopTimer = clock.after(Math.min(...changes) - now, () => look(desk.state()));
    listener(state, now);
  }
  const unwatch = watchDesk(desk, look);
  return () => {
    unwatch();
    stopTimer();
  };
}
