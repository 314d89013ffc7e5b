import { toolsWaiting } from '../../shared/call/attention';
import { assertNever } from '../../shared/std/assert-never';
import { isOperatorLost, type Call } from '../../shared/call/call';
import type { AgentTurn } from '../../shared/call/transcript';
import { displayNumber } from '../ui/text/phone-number';
import { endWords } from './end-reasons';

/** Describes in a few words what is going on in the call, to the operator of that console. */
export function phaseLabel(call: Call, consoleId: string): string {
  const { phase } = call;
  switch (phase.name) {
    case 'ringing':
      return call.direction === 'in' ? 'ringing' : dialLabel(call);
    case 'connecting':
      return 'connecting to the model';
    case 'live':
      return liveWords(call, consoleId);
    case 'ended':
      return endWords(call.direction, phase.reason).short;
    default:
      return assertNever(phase);
  }
}

function dialLabel(call: Call): string {
  switch (call.progress) {
    case 'ringing':
      return 'their phone is ringing';
    case 'answered':
      return 'answered';
    case 'answered-by-machine':
      return 'a machine answered';
    case 'queued':
    case null:
      return 'calling';
    default:
      return assertNever(call.progress);
  }
}

/** Names an operator to the one of that console. Older records do not tell who it was. */
export function operatorLabel(
  operator: { readonly consoleId: string | null } | null,
  consoleId: string,
): 'You' | 'Operator' | 'Another operator' {
  const theirs = operator?.consoleId ?? null;
  if (theirs === null) return 'Operator';
  return theirs === consoleId ? 'You' : 'Another operator';
}

/** True while an operator of another console, who can be heard, speaks with the caller. */
export function isAnothers({ operator }: Call, consoleId: string): boolean {
  return operator !== null && operator.lost === null && operator.consoleId !== consoleId;
}

/** Names in a word or two whom the caller can hear, to the operator of that console. */
export function floorLabel(call: Call, consoleId: string): string {
  if (call.phase.name !== 'live') return call.phase.name;
  if (call.transfer !== null) return 'transfer';
  if (call.lostSince !== null) return 'reconnecting';
  if (call.floor === 'operator') return isAnothers(call, consoleId) ? 'operator' : 'you';
  if (call.floor === 'agent') return 'agent';
  return call.floorChange?.why === 'held' ? 'on hold' : 'agent muted';
}

function liveWords(call: Call, consoleId: string): string {
  if (call.transfer !== null) return `transferring to ${displayNumber(call.transfer.to)}`;
  if (call.lostSince !== null) return 'the caller’s connection was lost; waiting for them';
  if (call.floor === 'operator') {
    if (isOperatorLost(call)) return 'the operator cannot be heard';
    const who = isAnothers(call, consoleId) ? 'another operator has the floor' : 'you have the floor';
    if (call.operator?.isMuted === true) return `${who}, muted`;
    return `${who}, ${call.isAgentGone ? 'the agent is gone' : 'the agent listens'}`;
  }
  if (call.floor === 'nobody')
    return floorLabel(call, consoleId) === 'on hold' ? 'on hold' : 'the agent is muted and listens';
  if (call.isAgentGone) return 'another model is being connected';
  if (call.callerSpeaking) return 'caller is speaking';
  const unheard = unheardTurns(call);
  if (unheard.some((turn) => turn.speech.state === 'speaking')) return 'agent is speaking';
  if (toolsWaiting(call).length > 0) return 'agent waits for your answer';
  const tool = call.turns.find((turn) => turn.kind === 'tool' && turn.outcome.state === 'pending');
  if (tool !== undefined) return 'agent is using a tool';
  return unheard.length > 0 ? 'agent is about to speak' : 'listening';
}

/** Returns the agent's turns that the caller has not heard to their end and that were not cut. */
export function unheardTurns(call: Call): readonly AgentTurn[] {
  if (call.phase.name !== 'live') return [];
  return call.turns.filter(
    (turn): turn is AgentTurn =>
      turn.kind === 'agent' &&
      (turn.speech.state === 'speaking' || (turn.speech.state === 'waiting' && turn.text !== '')),
  );
}

/** True while the agent has words to stop. */
export function hasUnheardWords(call: Call): boolean {
  return unheardTurns(call).length > 0;
}
