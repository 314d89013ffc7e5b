import type { CallLimit } from '../agent/agent-limits';
import { assertNever } from '../std/assert-never';
import type { Call } from './call';
import { silentSince } from './silence';
import type { ToolTurn } from './transcript';

/** A call that is silent for this long needs a person; ms. A pause to think or to look something up is shorter. */
export const DEAD_AIR_NEEDS_YOU_MS = 12_000;
/** A transfer that failed asks for a person for this long; ms. By then the agent has gone on. */
export const TRANSFER_FAILED_MS = 20_000;

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
  // A caller who is being put through gets another agent if they come back.
  if (call.isAgentGone && call.transfer === null) needs.push({ kind: 'agent-gone' });
  return needs;
}

/** Next moment at which time alone changes what the call needs, epoch ms; null: only an event does. */
export function needsChangeAt(call: Call, now: number): number | null {
  if (call.phase.name === 'ended') return null;
  const failedAt = transferFailedAt(call);
  const silent = unansweredSince(call);
  const changes = [
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

/** True while the tool call waits for a person. */
export function waitsForPerson({ outcome, toolKind, approval }: ToolTurn): boolean {
  return outcome.state === 'pending' && (toolKind === 'operator' || approval?.state === 'asked');
}

function transferFailedAt({ floorChange }: Call): number | null {
  return floorChange?.why === 'transfer-failed' ? floorChange.at : null;
}

/** While an operator has the floor, or the caller is held, silence is meant. */
function unansweredSince(call: Call): number | null {
  return call.floor === 'agent' ? silentSince(call) : null;
}
