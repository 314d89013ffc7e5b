import type { Call } from '../../../shared/call/call';
import type { ConsoleState, Line } from '../../../shared/call/console';

/** What somebody outside depends on while Switchboard runs. */
export interface WhatsOn {
  /** With a real caller: practice can wait. */
  readonly calls: number;
  /** Live, or about to be. */
  readonly lines: number;
}

/** Counts the real calls that go on and the lines that are, or are about to be, answered here. */
export function whatsOn(state: ConsoleState): WhatsOn {
  return { calls: callsOn(state).filter((call) => !call.practice).length, lines: linesOn(state).length };
}

/** Every call that has not ended, practice included, in the order they rang. */
export function callsOn(state: ConsoleState): readonly Call[] {
  return [...state.calls.values()].filter((call) => call.phase.name !== 'ended');
}

/** Every line that is not off, by number. */
export function linesOn(state: ConsoleState): readonly Line[] {
  return [...state.lines.values()]
    .filter((line) => line.state !== 'off')
    .sort((one, other) => (one.number < other.number ? -1 : 1));
}

/** "1 call", "3 calls". */
export function count(many: number, one: string): string {
  return many === 1 ? `1 ${one}` : `${many} ${one}s`;
}
