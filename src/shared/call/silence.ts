import type { Call } from './call';

/** Whether the call waits for nobody: neither side is heard, and no tool runs. */
export function isIdle(call: Call): boolean {
  return !call.callerSpeaking && !call.turns.some(isUnderWay);
}

function isUnderWay(turn: Call['turns'][number]): boolean {
  return (
    (turn.kind === 'agent' && turn.speech.state === 'speaking') ||
    (turn.kind === 'tool' && turn.outcome.state === 'pending')
  );
}
