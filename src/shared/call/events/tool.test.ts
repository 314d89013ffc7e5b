import { describe, expect, it } from 'vitest';
import { toolsWaiting } from '../attention';
import type { Call } from '../call';
import type { ToolTurn } from '../transcript';
import { reduceCall, type CallEvent } from '../events';

const DIGEST = 'a'.repeat(64);
const RANG: CallEvent = {
  type: 'call.rang',
  from: '+1',
  to: '+2',
  agent: { id: 'a', name: 'A', version: 1 },
  carrierCallId: 'CA',
  practice: false,
};
const CALLED: CallEvent = {
  type: 'tool.called',
  toolCallId: 't1',
  itemId: 'item_t1',
  after: null,
  name: 'refund_order',
  arguments: '{"id":"A17"}',
  kind: 'http',
  timeoutMs: 8000,
};
const ASKED: CallEvent = { type: 'tool.askedApproval', toolCallId: 't1', digest: DIGEST, waitMs: 60_000 };
const APPROVED: CallEvent = { type: 'tool.approved', toolCallId: 't1', digest: DIGEST, timeoutMs: 8000 };
const ANSWERED: CallEvent = { type: 'tool.answered', toolCallId: 't1', by: 'machine', output: 'done' };

/** The call after these, one a second. */
function after(...events: readonly CallEvent[]): Call {
  let call: Call | undefined;
  for (const [index, event] of [RANG, ...events].entries())
    call = reduceCall(call, { seq: index + 1, at: index * 1000, callId: 'c', event });
  if (call === undefined) throw new Error('it never rang');
  return call;
}

function toolOf(call: Call): ToolTurn {
  const tool = call.turns.find((turn): turn is ToolTurn => turn.kind === 'tool');
  if (tool === undefined) throw new Error('no tool was called');
  return tool;
}

describe('a tool call that needs approval', () => {
  it('waits for a person, runs, and is timed from its approval', () => {
    const asked = after(CALLED, ASKED);
    expect(toolOf(asked).approval).toEqual({ state: 'asked', digest: DIGEST, since: 2000, waitMs: 60_000 });
    expect(toolsWaiting(asked)).toHaveLength(1);
    const approved = after(CALLED, ASKED, APPROVED);
    expect(toolsWaiting(approved)).toEqual([]);
    expect(toolOf(approved)).toMatchObject({
      approval: { state: 'given', since: 3000 },
      outcome: { state: 'pending' },
    });
    expect(toolOf(after(CALLED, ASKED, APPROVED, ANSWERED)).outcome).toMatchObject({ state: 'answered', tookMs: 1000 });
  });

  it.each([
    ['an approval nobody asked for', [CALLED, APPROVED]],
    ['a second approval', [CALLED, ASKED, APPROVED, APPROVED]],
    ['a question after the answer', [CALLED, ANSWERED, ASKED]],
    ['a question of no call', [ASKED]],
    ['a claim of no call', [{ type: 'tool.claimed', toolCallId: 't9', itemId: 'item_a' } as const]],
    ['switching on what is on', [{ type: 'tool.switchedOn', name: 'refund_order' } as const]],
  ])('is not moved by %s', (_name, events) => {
    expect(after(...events).ignored).toBe(1);
  });
});

it('a turn that speaks of an outcome too early is marked, once, with the tool', () => {
  const opened: CallEvent = { type: 'agent.openedTurn', responseId: 'r', itemId: 'item_a', after: null };
  const claimed: CallEvent = { type: 'tool.claimed', toolCallId: 't1', itemId: 'item_a' };
  const call = after(CALLED, opened, claimed, claimed);
  expect(call.turns.find(({ kind }) => kind === 'agent')).toMatchObject({
    claim: { toolCallId: 't1', name: 'refund_order' },
  });
  expect(call.ignored).toBe(1);
});

it('functions are switched off and on again', () => {
  const off: CallEvent = { type: 'tool.switchedOff', name: 'refund_order' };
  expect(after(off, off)).toMatchObject({ switchedOff: ['refund_order'], ignored: 1 });
  expect(after(off, { type: 'tool.switchedOn', name: 'refund_order' }).switchedOff).toEqual([]);
});

it('a call that ends leaves no tool waiting', () => {
  const ended: CallEvent = { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' };
  const call = after(CALLED, ASKED, ended);
  expect(toolsWaiting(call)).toEqual([]);
  expect(toolOf(call).outcome).toMatchObject({ state: 'failed', failure: 'call-ended' });
});
