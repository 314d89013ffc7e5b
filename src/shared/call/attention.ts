import type { Call } from './call';
import type { ToolTurn } from './transcript';

/** Tool calls that wait for a person: to answer, or to approve. */
export function pendingOperatorTools(call: Call): readonly ToolTurn[] {
  return call.turns.filter((turn): turn is ToolTurn => turn.kind === 'tool' && waitsForPerson(turn));
}

/** Whether a tool call waits for a person. */
export function waitsForPerson({ outcome, toolKind, approval }: ToolTurn): boolean {
  return outcome.state === 'pending' && (toolKind === 'operator' || approval?.state === 'asked');
}
