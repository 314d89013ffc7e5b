import { assertNever } from '../../shared/assert-never';
import type { Call } from '../../shared/call/call';
import type { AgentTurn } from '../../shared/call/transcript';
import { toolsWaiting } from './call-order';
import { END_REASONS_IN_WORDS } from './end-reasons';

/** What goes on in the call at this moment, in a few words. */
export function phaseWords(call: Call): string {
  const { phase } = call;
  switch (phase.name) {
    case 'ringing':
      return 'ringing';
    case 'connecting':
      return 'connecting to the model';
    case 'live':
      return liveWords(call);
    case 'ended':
      return END_REASONS_IN_WORDS[phase.reason].short;
    default:
      return assertNever(phase);
  }
}

function liveWords(call: Call): string {
  if (call.callerSpeaking) return 'caller is speaking';
  const unheard = unheardTurns(call);
  if (unheard.some((turn) => turn.speech.state === 'speaking')) return 'agent is speaking';
  if (toolsWaiting(call).length > 0) return 'agent waits for your answer';
  const tool = call.turns.find((turn) => turn.kind === 'tool' && turn.outcome.state === 'pending');
  if (tool !== undefined) return 'agent is using a tool';
  return unheard.length > 0 ? 'agent is about to speak' : 'listening';
}

/** The agent's turns that the caller has not heard to their end and that were not cut. */
export function unheardTurns(call: Call): readonly AgentTurn[] {
  if (call.phase.name !== 'live') return [];
  return call.turns.filter(
    (turn): turn is AgentTurn =>
      turn.kind === 'agent' &&
      (turn.speech.state === 'speaking' || (turn.speech.state === 'waiting' && turn.text !== '')),
  );
}

/** Whether there are words to stop. */
export function hasUnheardWords(call: Call): boolean {
  return unheardTurns(call).length > 0;
}
