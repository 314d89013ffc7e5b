import { isWritten, type Call } from './call';

/** True while the call waits for nobody: neither side is heard, and no tool runs. */
export function isIdle(call: Call): boolean {
  return !call.callerSpeaking && !call.turns.some(isUnderWay);
}

/** Moment at which the call fell silent, epoch ms; it may lie ahead. Null while somebody speaks, or the call has no sound. */
export function silentSince(call: Call): number | null {
  // Whoever is being put through hears it ring; who is not there hears nothing of ours.
  if (call.phase.name !== 'live' || call.transfer !== null || call.lostSince !== null || isWritten(call)) return null;
  return call.quietSince ?? overdueSince(call);
}

/** Moment by which the phone should have played all it was sent; null: it said that it has, or somebody speaks. */
function overdueSince(call: Call): number | null {
  if (call.callerSpeaking || call.floor !== 'agent') return null;
  const ends = call.turns.flatMap((turn) =>
    turn.kind === 'agent' && turn.speech.state === 'speaking'
      ? [turn.audioMs === null ? Infinity : turn.speech.since + turn.audioMs]
      : [],
  );
  return ends.length === 0 ? null : Math.max(...ends);
}

function isUnderWay(turn: Call['turns'][number]): boolean {
  return (
    (turn.kind === 'agent' && turn.speech.state === 'speaking') ||
    (turn.kind === 'tool' && turn.outcome.state === 'pending')
  );
}
