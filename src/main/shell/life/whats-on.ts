import type { Call } from '../../../shared/call/call';
import type { ConsoleState, Line } from '../../../shared/call/console';

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
