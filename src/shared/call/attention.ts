import type { CallLimit } from '../agent/agent-limits';
import { assertNever } from '../std/assert-never';
import type { Call } from './call';
import { silentSince } from './silence';
import type { EndReason } from './events/call';
import type { ToolTurn, Transcript, Turn } from './transcript';

/** A call that is silent for this long needs a person; ms. A pause to think or to look something up is shorter. */
export const DEAD_AIR_NEEDS_YOU_MS = 12_000;
/** A transfer that failed asks for a person for this long; ms. By then the agent has gone on. */
export const TRANSFER_FAILED_MS = 20_000;

/** Time in which another model usually takes over from a lost one; ms. */
const AGENT_REPLACED_MS = 3000;

/** Reason for which a call needs a person. `since`: epoch ms. */
export type Need =
  /** An operator has the floor and cannot be heard. */
  | { readonly kind: 'operator-lost'; readonly since: number }
  /** A tool call waits for an answer or an approval. */
  | { readonly kind: 'tool'; readonly tool: ToolTurn }
  /** The caller could not be put through, and is with the agent again. */
  | { readonly kind: 'transfer-failed'; readonly since: number }
  /** A limit of the agent's was reached, and no operator has looked yet. */
  | { readonly kind: 'limit-reached'; readonly limit: CallLimit; readonly since: number }
  /** Nobody speaks while the agent has the floor. */
  | { readonly kind: 'dead-air'; readonly since: number }
  /** The model is lost: nobody but an operator can speak with the caller. */
  | { readonly kind: 'agent-gone' };

const NO_TOOLS: readonly ToolTurn[] = [];
const waiting = new WeakMap<Call, readonly ToolTurn[]>();

/** Reasons for which the call needs a person at `now`, epoch ms, the most urgent first; none once it has ended. */
export function needsOf(call: Call, now: number): readonly Need[] {
  if (call.phase.name === 'ended') return [];
  const needs: Need[] = [];
  const lost = call.operator?.lost;
  if (lost) needs.push({ kind: 'operator-lost', since: lost.since });
  for (const tool of toolsWaiting(call)) needs.push({ kind: 'tool', tool });
  const failedAt = transferFailedAt(call);
  if (failedAt !== null && now < failedAt + TRANSFER_FAILED_MS)
    needs.push({ kind: 'transfer-failed', since: failedAt });
  if (call.raised !== null) needs.push({ kind: 'limit-reached', ...call.raised });
  const silent = unansweredSince(call);
  if (silent !== null && now >= silent + DEAD_AIR_NEEDS_YOU_MS) needs.push({ kind: 'dead-air', since: silent });
  const goneFrom = agentGoneFrom(call);
  if (goneFrom !== null && now >= goneFrom) needs.push({ kind: 'agent-gone' });
  return needs;
}

/** Next moment at which time alone changes what the call needs, epoch ms; null: only an event does. */
export function needsChangeAt(call: Call, now: number): number | null {
  if (call.phase.name === 'ended') return null;
  const failedAt = transferFailedAt(call);
  const silent = unansweredSince(call);
  const goneFrom = agentGoneFrom(call);
  const changes = [
    ...(goneFrom === null ? [] : [goneFrom]),
    ...(failedAt === null ? [] : [failedAt + TRANSFER_FAILED_MS]),
    ...(silent === null ? [] : [silent + DEAD_AIR_NEEDS_YOU_MS]),
  ].filter((at) => at > now && at < Infinity);
  return changes.length === 0 ? null : Math.min(...changes);
}

/** Names a need among those of its call; the same need has the same key for as long as it lasts. */
export function needKey(need: Need): string {
  switch (need.kind) {
    case 'tool':
      return need.tool.toolCallId;
    case 'limit-reached':
      return `limit ${need.limit}`;
    case 'operator-lost':
    case 'transfer-failed':
    case 'dead-air':
      return `${need.kind} ${String(need.since)}`;
    case 'agent-gone':
      return need.kind;
    default:
      return assertNever(need);
  }
}

/** Something that an ended call leaves for a person to look after. */
export type Leftover = 'gave-up' | 'request-unanswered' | 'transfer-failed' | 'cut-off';

/** Ends that are no wish of anybody's: the caller was cut off. */
const CUT_OFF: ReadonlySet<EndReason> = new Set<EndReason>([
  'model-unreachable',
  'model-refused',
  'model-lost',
  'model-silent',
  'caller-lost',
  'switchboard-stopped',
  'switchboard-crashed',
  'switchboard-faulted',
  'operator-left',
]);

/** Things that an ended call leaves for a person to look after, until somebody dismisses them. Practice leaves none. */
export function leftoversOf(call: Call): readonly Leftover[] {
  const { phase, turns } = call;
  if (phase.name !== 'ended' || call.isDismissed || call.practice) return [];
  const left: Leftover[] = [];
  if (phase.by === 'caller' && call.direction === 'in' && !wasServed(turns)) left.push('gave-up');
  if (turns.some(isUnansweredRequest)) left.push('request-unanswered');
  if (phase.reason !== 'transferred' && turns.some(isFailedTransfer)) left.push('transfer-failed');
  if (CUT_OFF.has(phase.reason)) left.push('cut-off');
  return left;
}

/** True when the caller heard an answer after their last words, or anybody at all when they said nothing. */
function wasServed(turns: Transcript): boolean {
  for (let index = turns.length - 1; index >= 0; index--) {
    const turn = turns[index];
    if (turn?.kind === 'operator') return true;
    if (turn?.kind === 'agent' && turn.speech.state === 'heard') return true;
    if (turn?.kind === 'agent' && turn.speech.state === 'cut' && turn.speech.heardMs > 0) return true;
    if (turn?.kind === 'caller' && turn.text.trim() !== '') return false;
  }
  return false;
}

function isUnansweredRequest(turn: Turn): boolean {
  if (turn.kind !== 'tool' || turn.outcome.state !== 'failed') return false;
  const wasAsked = turn.toolKind === 'operator' || turn.approval?.state === 'asked';
  return wasAsked && (turn.outcome.failure === 'timed-out' || turn.outcome.failure === 'call-ended');
}

function isFailedTransfer(turn: Turn): boolean {
  return turn.kind === 'note' && turn.event.type === 'transfer.failed';
}

/** Tool calls that wait for a person, the one that waits longest first. Remembered per call. */
export function toolsWaiting(call: Call): readonly ToolTurn[] {
  if (call.phase.name === 'ended') return NO_TOOLS;
  const known = waiting.get(call);
  if (known !== undefined) return known;
  const found = call.turns
    .filter((turn): turn is ToolTurn => turn.kind === 'tool' && waitsForPerson(turn))
    .sort((one, other) => one.at - other.at);
  waiting.set(call, found);
  return found;
}

/** Time by which a person has to act on a tool call, epoch ms. */
export function deadlineOf({ at, timeoutMs, approval }: ToolTurn): number {
  return approval?.state === 'asked' ? approval.since + approval.waitMs : at + timeoutMs;
}

/** True while the tool call waits for a person. */
export function waitsForPerson({ outcome, toolKind, approval }: ToolTurn): boolean {
  return outcome.state === 'pending' && (toolKind === 'operator' || approval?.state === 'asked');
}

function transferFailedAt({ floorChange }: Call): number | null {
  return floorChange?.why === 'transfer-failed' ? floorChange.at : null;
}

/**
 * Time from which the loss of the model needs a person, epoch ms; null: it is there, or the caller is being put through and gets
 * another one if they come back.
 */
function agentGoneFrom({ isAgentGone, transfer, turns }: Call): number | null {
  if (!isAgentGone || transfer !== null) return null;
  for (let index = turns.length - 1; index >= 0; index--) {
    const turn = turns[index];
    if (turn?.kind === 'note' && turn.event.type === 'model.failed')
      return turn.event.isReplaced === true ? turn.at + AGENT_REPLACED_MS : turn.at;
  }
  return 0;
}

/** While an operator has the floor, or the caller is held, silence is meant. */
function unansweredSince(call: Call): number | null {
  return call.floor === 'agent' ? silentSince(call) : null;
}
