import { assertNever } from '../std/assert-never';
import { withTurns, type Call } from './call';
import type { CallEvent } from './events';
import type { ToolFact } from './tool-facts';
import { insertTurn, updateTurn, type ToolProgress, type ToolTurn } from './transcript';

/** Whether a fact is of a tool. */
export function isToolFact(event: CallEvent): event is ToolFact {
  return event.type.startsWith('tool.');
}

/** Folds a fact of a tool into a call that is not over. The same call: the fact cannot apply. */
export function applyToolFact(call: Call, event: ToolFact, at: number): Call {
  switch (event.type) {
    case 'tool.called': {
      const { itemId: id, after, kind: toolKind, toolCallId, name, arguments: args, timeoutMs, form = null } = event;
      const turn: ToolTurn = {
        kind: 'tool',
        id,
        at,
        toolCallId,
        name,
        arguments: args,
        toolKind,
        timeoutMs,
        form,
        approval: null,
        isDeferred: false,
        outcome: { state: 'pending' },
      };
      return withTurns(call, insertTurn(call.turns, turn, after));
    }
    case 'tool.askedApproval': {
      const { digest, waitMs } = event;
      return pending(call, event.toolCallId, (turn) =>
        turn.approval === null ? { ...turn, approval: { state: 'asked', digest, since: at, waitMs } } : turn,
      );
    }
    case 'tool.approved': {
      const { digest, timeoutMs } = event;
      return pending(call, event.toolCallId, (turn) =>
        turn.approval?.state === 'asked'
          ? { ...turn, timeoutMs, approval: { state: 'given', digest, since: at } }
          : turn,
      );
    }
    case 'tool.deferred':
      return pending(call, event.toolCallId, (turn) => (turn.isDeferred ? turn : { ...turn, isDeferred: true }));
    case 'tool.answered': {
      const { by, output } = event;
      return settled(call, event.toolCallId, at, (tookMs) => ({ state: 'answered', by, output, tookMs }));
    }
    case 'tool.failed': {
      const { failure, detail } = event;
      return settled(call, event.toolCallId, at, (tookMs) => ({ state: 'failed', failure, detail, tookMs }));
    }
    case 'tool.claimed': {
      const tool = call.turns.find(
        (turn): turn is ToolTurn => turn.kind === 'tool' && turn.toolCallId === event.toolCallId,
      );
      if (tool === undefined) return call;
      const claim = { toolCallId: tool.toolCallId, name: tool.name };
      return withTurns(
        call,
        updateTurn(call.turns, 'agent', event.itemId, (turn) => (turn.claim === null ? { ...turn, claim } : turn)),
      );
    }
    case 'tool.switchedOff':
      return call.switchedOff.includes(event.name) ? call : { ...call, switchedOff: [...call.switchedOff, event.name] };
    case 'tool.switchedOn':
      return call.switchedOff.includes(event.name)
        ? { ...call, switchedOff: call.switchedOff.filter((name) => name !== event.name) }
        : call;
    default:
      return assertNever(event);
  }
}

/** Tool calls that wait for a person: to answer, or to approve. */
export function pendingOperatorTools(call: Call): readonly ToolTurn[] {
  return call.turns.filter((turn): turn is ToolTurn => turn.kind === 'tool' && waitsForPerson(turn));
}

/** Whether a tool call waits for a person. */
export function waitsForPerson({ outcome, toolKind, approval }: ToolTurn): boolean {
  return outcome.state === 'pending' && (toolKind === 'operator' || approval?.state === 'asked');
}

function settled(call: Call, toolCallId: string, at: number, outcome: (tookMs: number) => ToolProgress): Call {
  return pending(call, toolCallId, (turn) => ({
    ...turn,
    outcome: outcome(Math.max(0, at - (turn.approval?.state === 'given' ? turn.approval.since : turn.at))),
  }));
}

function pending(call: Call, toolCallId: string, change: (turn: ToolTurn) => ToolTurn): Call {
  let { turns } = call;
  for (const turn of call.turns) {
    if (turn.kind !== 'tool' || turn.toolCallId !== toolCallId) continue;
    turns = updateTurn(turns, 'tool', turn.id, (tool) => (tool.outcome.state === 'pending' ? change(tool) : tool));
  }
  return withTurns(call, turns);
}
