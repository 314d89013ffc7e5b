import { isOperatorLost, type Call } from '../../../shared/call/call';
import { silentSince } from '../../../shared/call/silence';
import type { AgentTurn, ToolTurn } from '../../../shared/call/transcript';
import { plainLine } from '../../ui/text/plain-text';

/** Remedy for a silence: the one action that the card offers. */
export type Help =
  | { readonly act: 'say'; readonly label: string; readonly words: string }
  | {
      readonly act: 'stop-words' | 'resume' | 'unmute-agent' | 'unmute-myself' | 'hand-back' | 'transfer';
      readonly label: string;
    };

/** Cause of a silence, the time it began (epoch ms), and its remedy. */
export interface DeadAir {
  readonly since: number;
  readonly culprit: string;
  /** Null when the remedy is the card of the tool that asks, which is on screen already. */
  readonly help: Help | null;
}

/** Length of silence that counts as dead air, ms; shorter silences between turns are normal. */
export const DEAD_AIR_AFTER_MS = 5000;

const MOMENT = 'One moment, please.';
const STILL_THERE = 'Are you still there?';
/** Longest time a phone needs to begin playing what it was sent, ms. */
const PLAYS_WITHIN_MS = 2000;

const UNPLAYED: Omit<DeadAir, 'since'> = {
  culprit: 'The agent’s words were sent, but the phone does not say that it played them.',
  help: { act: 'stop-words', label: 'Stop words' },
};

/**
 * Explains the silence of a call at `now` (epoch ms), with its remedy. Null when the call is not silent, or not yet for
 * `DEAD_AIR_AFTER_MS`.
 */
export function deadAir(call: Call, now: number): DeadAir | null {
  const since = silentSince(call);
  if (since === null || now - since < DEAD_AIR_AFTER_MS) return null;
  return { since, ...(call.quietSince === null ? UNPLAYED : culpritOf(call, now)) };
}

function culpritOf(call: Call, now: number): Omit<DeadAir, 'since'> {
  const floor = withoutAgent(call);
  if (floor !== null) return floor;
  const tool = pendingTool(call);
  if (tool !== undefined) return waitsForTool(tool);
  const unplayed = call.turns.find((turn): turn is AgentTurn => turn.kind === 'agent' && isUnplayed(turn, now));
  if (unplayed !== undefined) return UNPLAYED;
  if (call.thinking !== null)
    return { culprit: 'The model is thinking.', help: { act: 'say', label: `Say “${MOMENT}”`, words: MOMENT } };
  if (lastToSpeak(call) === 'caller')
    return {
      culprit: 'The model has not begun to answer.',
      help: { act: 'say', label: `Say “${MOMENT}”`, words: MOMENT },
    };
  return {
    culprit: 'The caller says nothing.',
    help: { act: 'say', label: `Ask “${STILL_THERE}”`, words: STILL_THERE },
  };
}

function withoutAgent(call: Call): Omit<DeadAir, 'since'> | null {
  if (call.floor === 'operator') return withOperator(call);
  if (call.floor !== 'nobody') return null;
  return call.floorChange?.why === 'held'
    ? { culprit: 'The call is on hold.', help: { act: 'resume', label: 'Resume' } }
    : { culprit: 'The agent is muted.', help: { act: 'unmute-agent', label: 'Unmute the agent' } };
}

function withOperator(call: Call): Omit<DeadAir, 'since'> {
  const toSomebody: Help = call.isAgentGone
    ? { act: 'transfer', label: 'Transfer' }
    : { act: 'hand-back', label: 'Hand back' };
  if (isOperatorLost(call)) {
    return { culprit: 'The caller hears nobody: the operator’s sound is gone.', help: toSomebody };
  }
  if (call.operator?.isMuted === true) {
    return { culprit: 'The operator is muted.', help: { act: 'unmute-myself', label: 'Unmute' } };
  }
  return {
    culprit: call.isAgentGone
      ? 'The line to the model is down: nobody but the operator can speak.'
      : 'The operator has the floor and says nothing.',
    help: toSomebody,
  };
}

function waitsForTool(tool: ToolTurn): Omit<DeadAir, 'since'> {
  const name = plainLine(tool.name);
  if (tool.toolKind === 'operator') return { culprit: `The agent waits for your answer to ${name}.`, help: null };
  return {
    culprit: `The agent waits for ${name}.`,
    help: { act: 'say', label: `Say “${MOMENT}”`, words: MOMENT },
  };
}

function pendingTool(call: Call): ToolTurn | undefined {
  return call.turns.find((turn): turn is ToolTurn => turn.kind === 'tool' && turn.outcome.state === 'pending');
}

function isUnplayed(turn: AgentTurn, now: number): boolean {
  return turn.speech.state === 'waiting' && turn.audioMs !== null && now - turn.at > PLAYS_WITHIN_MS;
}

function lastToSpeak(call: Call): 'caller' | 'agent' | null {
  for (let index = call.turns.length - 1; index >= 0; index--) {
    const kind = call.turns[index]?.kind;
    if (kind === 'caller' || kind === 'agent') return kind;
  }
  return null;
}
