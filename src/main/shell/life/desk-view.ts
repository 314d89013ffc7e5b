import { needsChangeAt } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import type { ConsoleState, Line } from '../../../shared/call/console';
import type { Clock, Dispose } from '../../ports/ports';

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

/** Counts of the calls and lines that people outside depend on while Switchboard runs. */
export interface WhatsOn {
  /** Calls with a real caller; practice calls can wait. */
  readonly calls: number;
  /** Lines that are live or about to be. */
  readonly lines: number;
}

/** Counts the real calls in progress and the lines that are answered here, or about to be. */
export function whatsOn(state: ConsoleState): WhatsOn {
  return { calls: callsOn(state).filter((call) => !call.practice).length, lines: linesOn(state).length };
}

/** All calls that have not ended, practice included, in the order they rang. */
export function callsOn(state: ConsoleState): readonly Call[] {
  return [...state.calls.values()].filter((call) => call.phase.name !== 'ended');
}

/** All lines that are not off, sorted by number. */
export function linesOn(state: ConsoleState): readonly Line[] {
  return [...state.lines.values()]
    .filter((line) => line.state !== 'off')
    .sort((one, other) => (one.number < other.number ? -1 : 1));
}

/** A count with its noun, as in "1 call" or "3 calls". */
export function count(many: number, one: string): string {
  return many === 1 ? `1 ${one}` : `${many} ${one}s`;
}
